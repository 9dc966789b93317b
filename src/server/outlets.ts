import type { CompanyReport } from '../domain/figures/company-report.ts';
import { DIRECTORY, PageMemory } from '../http/page-memory.ts';
import type { Services } from '../http/services.ts';
import { BadgeCache } from './badge-cache.ts';
import type { LiveChanges } from './live-changes.ts';
import { LiveStreams } from './live-streams.ts';
import { ReportCache } from './report-cache.ts';

/** What answers from memory and hears of changes. */
export interface Outlets {
  /** What is said of companies, in memory for as long as it is right. */
  readonly reports: ReportCache;
  readonly badges: BadgeCache;
  readonly live: LiveStreams;
}

export function createOutlets(read: Services['read'], now: Services['now'], changes: LiveChanges): Outlets {
  const reports = new ReportCache(read, now, changes);
  return { reports, badges: new BadgeCache(reports), live: new LiveStreams(reports, now, changes) };
}

/** Pages drawn from reports, and those of the directory, which are right for the second in which they were drawn. */
export const createPageMemory = (reports: ReportCache): PageMemory =>
  new PageMemory((basis) => (basis === DIRECTORY ? 'current' : reports.judge(basis as CompanyReport)));
