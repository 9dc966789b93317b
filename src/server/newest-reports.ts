import type { Context } from '../commands/context.ts';
import type { WindowKey } from '../domain/compliance/window.ts';
import type { Explained } from '../domain/explanation/explained.ts';
import type { CommitmentCharts } from '../domain/figures/charts.ts';
import type { CompanyReport, ReportMemory } from '../domain/figures/company-report.ts';
import type { CommitmentFigures } from '../domain/figures/figures.ts';
import type { Instant } from '../domain/instant.ts';
import type { ShownMonths } from '../domain/month/shown-months.ts';
import { findCompanyReport } from '../views/find-company-report.ts';
import { readShownMonths } from '../views/published-months.ts';
import { readReportExplanations } from '../views/read-explanations.ts';
import { FreshReads } from './fresh-reads.ts';
import { ReportCharts } from './report-charts.ts';

/**
 * Reports that are read from the primary after somebody asks for them: whoever has just written, on whichever instance, finds it in them.
 * What others see follows within milliseconds, when the change was told.
 */
export class NewestReports implements ReportMemory {
  readonly #db: Context['db'];
  readonly #now: () => Instant;
  readonly #reports = new FreshReads<CompanyReport | undefined>();
  readonly #charts: ReportCharts;

  /** @param db the primary. */
  constructor(db: Context['db'], now: () => Instant) {
    this.#db = db;
    this.#now = now;
    this.#charts = new ReportCharts((view) => view(db));
  }

  findReport(slug: string, window: WindowKey): Promise<CompanyReport | undefined> {
    return this.#reports.ask(`${window} ${slug}`, () => findCompanyReport(this.#db, slug, window, this.#now()));
  }

  findCharts(report: CompanyReport, chosen: CommitmentFigures): Promise<CommitmentCharts> {
    return this.#charts.find(report, chosen);
  }

  findExplanations(report: CompanyReport): Promise<readonly Explained[]> {
    return readReportExplanations(this.#db, report);
  }

  findMonths({ company }: CompanyReport): Promise<ShownMonths> {
    return readShownMonths(this.#db, company.id);
  }
}
