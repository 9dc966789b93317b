import type { CommitmentCharts } from '../domain/figures/charts.ts';
import type { CompanyReport } from '../domain/figures/company-report.ts';
import type { CommitmentFigures } from '../domain/figures/figures.ts';
import type { Services } from '../http/services.ts';
import { readCommitmentCharts } from '../views/commitment-charts.ts';

/** The charts of reports, each read once for as long as its report is held by somebody. */
export class ReportCharts {
  readonly #read: Services['read'];
  readonly #charts = new WeakMap<CompanyReport, Map<CommitmentFigures, Promise<CommitmentCharts>>>();

  constructor(read: Services['read']) {
    this.#read = read;
  }

  /** @param chosen of the report's own figures. */
  find(report: CompanyReport, chosen: CommitmentFigures): Promise<CommitmentCharts> {
    const ofReport = this.#charts.get(report) ?? new Map<CommitmentFigures, Promise<CommitmentCharts>>();
    this.#charts.set(report, ofReport);
    let charts = ofReport.get(chosen);
    if (charts === undefined) {
      charts = this.#read((db) => readCommitmentCharts(db, report.company, report.figures, chosen));
      ofReport.set(chosen, charts);
      charts.catch(() => ofReport.delete(chosen));
    }
    return charts;
  }
}
