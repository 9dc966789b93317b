import type { Explained } from '../domain/explanation/explained.ts';
import type { CommitmentCharts } from '../domain/figures/charts.ts';
import { bringForward, type CompanyReport, chooseCloser, type ReportMemory } from '../domain/figures/company-report.ts';
import type { CommitmentFigures } from '../domain/figures/figures.ts';
import type { Instant } from '../domain/instant.ts';
import type { ShownMonths } from '../domain/month/shown-months.ts';

/** The report of a company, and a closer look at one of its commitments. */
export interface CompanyPage extends CompanyReport {
  readonly closer: { readonly chosen: CommitmentFigures; readonly charts: CommitmentCharts } | undefined;
  readonly explanations: readonly Explained[];
  readonly months: ShownMonths;
}

/**
 * What a company's page shows at `now`.
 * @param report that `memory` gave.
 * @param commitmentId of the commitment to look at closer; one is chosen where there is no such.
 */
export async function readCompanyPage(
  memory: ReportMemory,
  report: CompanyReport,
  commitmentId: string | null,
  now: Instant,
): Promise<CompanyPage> {
  const chosen = chooseCloser(report.figures, commitmentId);
  const closer = chosen && { chosen, charts: await memory.findCharts(report, chosen) };
  const [explanations, months] = await Promise.all([memory.findExplanations(report), memory.findMonths(report)]);
  return { ...bringForward(report, now), closer, explanations, months };
}
