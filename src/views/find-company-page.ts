import { countDecided } from '../domain/compliance/counts.ts';
import type { WindowKey } from '../domain/compliance/window.ts';
import type { CommitmentCharts } from '../domain/figures/charts.ts';
import type { CommitmentFigures } from '../domain/figures/figures.ts';
import type { Instant } from '../domain/instant.ts';
import { readCommitmentCharts } from './commitment-charts.ts';
import { type CompanyReport, findCompanyReport } from './find-company-report.ts';
import type { Reader } from './reader.ts';

/** The report of a company, and a closer look at one of its commitments: the one asked for, else the one with most messages. */
export interface CompanyPage extends CompanyReport {
  readonly closer: { readonly chosen: CommitmentFigures; readonly charts: CommitmentCharts } | undefined;
}

/** Reads a company's page, or undefined when no company goes by `slug`. */
export async function findCompanyPage(
  db: Reader,
  slug: string,
  asked: { readonly window: WindowKey; readonly commitmentId: string | null },
  now: Instant,
): Promise<CompanyPage | undefined> {
  const report = await findCompanyReport(db, slug, asked.window, now);
  if (report === undefined) return undefined;
  const measured = report.figures.commitments.filter(({ judgement }) => countDecided(judgement.counts) > 0);
  const byMessages = measured.toSorted((a, b) => countDecided(b.judgement.counts) - countDecided(a.judgement.counts));
  const chosen = measured.find(({ commitment }) => commitment.id === asked.commitmentId) ?? byMessages[0];
  if (chosen === undefined) return { ...report, closer: undefined };
  return { ...report, closer: { chosen, charts: await readCommitmentCharts(db, report.company, report.figures, chosen) } };
}
