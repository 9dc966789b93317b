import type { WindowKey } from '../domain/compliance/window.ts';
import type { CommitmentCharts } from '../domain/figures/charts.ts';
import { bringForward, type CompanyReport, chooseCloser, type ReportMemory } from '../domain/figures/company-report.ts';
import type { CommitmentFigures } from '../domain/figures/figures.ts';
import type { Instant } from '../domain/instant.ts';

/** The report of a company, and a closer look at one of its commitments. */
export interface CompanyPage extends CompanyReport {
  readonly closer: { readonly chosen: CommitmentFigures; readonly charts: CommitmentCharts } | undefined;
}

/** What a company's page shows at `now`, or undefined when no company goes by `slug`. */
export async function findCompanyPage(
  memory: ReportMemory,
  slug: string,
  asked: { readonly window: WindowKey; readonly commitmentId: string | null },
  now: Instant,
): Promise<CompanyPage | undefined> {
  const report = await memory.findReport(slug, asked.window);
  if (report === undefined) return undefined;
  const chosen = chooseCloser(report.figures, asked.commitmentId);
  const closer = chosen && { chosen, charts: await memory.findCharts(report, chosen) };
  return { ...bringForward(report, now), closer };
}
