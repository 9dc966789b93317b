import { DEFAULT_WINDOW } from '../domain/compliance/window.ts';
import { bringForward, type ReportMemory } from '../domain/figures/company-report.ts';
import type { Instant } from '../domain/instant.ts';
import { listCompanies } from './list-companies.ts';
import type { Reader } from './reader.ts';

const ALL = { text: '', industry: '', country: '', after: null };
const MOST_SHOWN = 6;

/** What the first page shows of this installation: the first companies of the directory, and the first of them that promises something, in full. */
export async function readFirstPage(db: Reader, memory: ReportMemory, now: Instant) {
  const { companies, next } = await listCompanies(db, ALL, MOST_SHOWN);
  const chosen = companies.find(({ standing }) => standing !== null && standing.promise !== null);
  const report = chosen && (await memory.findReport(chosen.slug, DEFAULT_WINDOW));
  return { companies, hasMore: next !== null, example: report && bringForward(report, now) };
}
