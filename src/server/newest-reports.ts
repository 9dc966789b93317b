import type { WindowKey } from '../domain/compliance/window.ts';
import type { CommitmentCharts } from '../domain/figures/charts.ts';
import type { CompanyReport, ReportMemory } from '../domain/figures/company-report.ts';
import type { CommitmentFigures } from '../domain/figures/figures.ts';
import type { Instant } from '../domain/instant.ts';
import { readCommitmentCharts } from '../views/commitment-charts.ts';
import { findCompanyReport } from '../views/find-company-report.ts';
import type { Reader } from '../views/reader.ts';

/**
 * Reports that remember nothing and are read from the primary: whoever has just written, on whichever instance, finds it in them. What
 * others see follows within milliseconds, when the change was told.
 */
export class NewestReports implements ReportMemory {
  readonly #db: Reader;
  readonly #now: () => Instant;

  /** @param db the primary. */
  constructor(db: Reader, now: () => Instant) {
    this.#db = db;
    this.#now = now;
  }

  findReport(slug: string, window: WindowKey): Promise<CompanyReport | undefined> {
    return findCompanyReport(this.#db, slug, window, this.#now());
  }

  findCharts(report: CompanyReport, chosen: CommitmentFigures): Promise<CommitmentCharts> {
    return readCommitmentCharts(this.#db, report.company, report.figures, chosen);
  }
}
