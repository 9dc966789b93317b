import type { Context } from '../commands/context.ts';
import { openShareLink, refuseShareLink, type SharedReport } from '../commands/open-share-link.ts';
import type { PeriodReport } from '../domain/report/period-report.ts';
import { readPeriodReport } from '../views/report/read-period-report.ts';

/** The report that a link opens. @throws AppError as `openShareLink` */
export async function readSharedReport(ctx: Context, token: string): Promise<SharedReport & { readonly report: PeriodReport }> {
  const shared = await openShareLink(ctx, token);
  return { ...shared, report: await readSharedPeriod(ctx, shared) };
}

/** A link to some channels must never show all of them, also not when none of them is left. */
export async function readSharedPeriod(ctx: Context, { company, period, channelIds }: SharedReport): Promise<PeriodReport> {
  const report = await readPeriodReport(ctx.db, company, period, channelIds, ctx.now);
  if (channelIds.length > 0 && report.channelIds.length === 0) refuseShareLink();
  return report;
}
