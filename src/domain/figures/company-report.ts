import type { PublicCompany } from '../company/public-company.ts';
import { countDecided } from '../compliance/counts.ts';
import { countVerdicts, type Overall } from '../compliance/overall.ts';
import type { WindowKey } from '../compliance/window.ts';
import type { Explained } from '../explanation/explained.ts';
import type { Instant } from '../instant.ts';
import type { ShownMonths } from '../month/shown-months.ts';
import type { CommitmentCharts } from './charts.ts';
import type { CommitmentFigures, CompanyFigures } from './figures.ts';
import { describeOpenNow, type OpenNow } from './open-now.ts';

/** All that page, badges and API say about a company. */
export interface CompanyReport {
  readonly company: PublicCompany;
  readonly figures: CompanyFigures;
  readonly openNow: OpenNow;
  readonly overall: Overall;
}

/** Reports as they are now, from memory where they are still right. */
export interface ReportMemory {
  /** The report of the company that goes by `slug`; undefined when there is none. */
  findReport(slug: string, window: WindowKey): Promise<CompanyReport | undefined>;
  /** The charts of a commitment of a report that `findReport` gave. */
  findCharts(report: CompanyReport, chosen: CommitmentFigures): Promise<CommitmentCharts>;
  /** What the company says about the days of a report that `findReport` gave, the newest days first. */
  findExplanations(report: CompanyReport): Promise<readonly Explained[]>;
  /** The months that the company of a report has published. */
  findMonths(report: CompanyReport): Promise<ShownMonths>;
}

export function makeReport(company: PublicCompany, figures: CompanyFigures): CompanyReport {
  const overall = countVerdicts(figures.commitments.map(({ judgement }) => judgement.verdict));
  let openNow: OpenNow | undefined;
  return {
    company,
    figures,
    overall,
    // Worked out for who asks: a badge does not show it.
    get openNow() {
      openNow ??= describeOpenNow(figures);
      return openNow;
    },
  };
}

/** A report that is still right at `now`, as if it had been made then. */
export function bringForward({ company, figures }: CompanyReport, now: Instant): CompanyReport {
  return makeReport(company, { ...figures, computedAt: now, window: { ...figures.window, toAt: now } });
}

/** The commitment to look at closely: the one asked for, else the one with most messages; undefined without any message. */
export function chooseCloser({ commitments }: CompanyFigures, commitmentId: string | null): CommitmentFigures | undefined {
  const measured = commitments.filter(({ judgement }) => countDecided(judgement.counts) > 0);
  const byMessages = measured.toSorted((a, b) => countDecided(b.judgement.counts) - countDecided(a.judgement.counts));
  return measured.find(({ commitment }) => commitment.id === commitmentId) ?? byMessages[0];
}
