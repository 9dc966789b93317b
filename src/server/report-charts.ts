import type { CommitmentCharts } from '../domain/figures/charts.ts';
import type { CompanyReport } from '../domain/figures/company-report.ts';
import type { CommitmentFigures } from '../domain/figures/figures.ts';
import type { Services } from '../http/services.ts';
import { readCommitmentCharts } from '../views/commitment-charts.ts';
import { ReadOnce } from './read-once.ts';

/** The charts of reports, each read once for as long as its report is held by somebody. */
export class ReportCharts {
  readonly #ofReport: ReadOnce<CompanyReport, ReadOnce<CommitmentFigures, CommitmentCharts>>;

  constructor(read: Services['read']) {
    this.#ofReport = new ReadOnce(
      async ({ company, figures }) => new ReadOnce((chosen) => read((db) => readCommitmentCharts(db, company, figures, chosen))),
    );
  }

  /** @param chosen of the report's own figures. */
  async find(report: CompanyReport, chosen: CommitmentFigures): Promise<CommitmentCharts> {
    return (await this.#ofReport.find(report)).find(chosen);
  }
}
