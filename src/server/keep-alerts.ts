import type { Context } from '../commands/context.ts';
import { raiseAlerts } from '../commands/raise-alerts.ts';
import { MINUTE_SECONDS } from '../domain/instant.ts';
import { type ClaimedScan, claimAlertScans, listAlertRules } from '../store/alert-rule.ts';
import { findCompanyById } from '../store/company.ts';
import { findDueAlerts } from '../views/alerts/find-due-alerts.ts';
import { logFailure } from './log-failure.ts';
import { repeat } from './repeat.ts';

/** How often each company with rules is looked at, and how often its verdicts, sources and backlogs are. */
const LOOK_SECONDS = 15;
const WEIGH_SECONDS = 5 * MINUTE_SECONDS;
const MOST_AT_ONCE = 50;
const PAUSE_MILLISECONDS = 3000;

/**
 * Looks at companies that have rules for alerts, each on one instance at a time. What is found is stored and told in one transaction; what
 * an ended process has not stored is found again. Returns the function that stops it.
 */
export function keepAlerts(makeContext: () => Context): () => Promise<void> {
  const work = async (isStopped: () => boolean) => {
    const { db, now } = makeContext();
    const limits = { now, before: now - LOOK_SECONDS, weighBefore: now - WEIGH_SECONDS, most: MOST_AT_ONCE };
    for (const claimed of await claimAlertScans(db, limits)) {
      if (isStopped()) return;
      // One company that cannot be looked at must not keep the others waiting.
      await lookAt(makeContext(), claimed).catch((error: unknown) => logFailure('alerts', error));
    }
  };
  return repeat(PAUSE_MILLISECONDS, work, (error) => console.error('alerts:', error instanceof Error ? error.message : error));
}

/** Looks at one company once. */
export async function lookAt(ctx: Context, { companyId, isToWeigh }: ClaimedScan): Promise<void> {
  const company = await findCompanyById(ctx.db, companyId);
  if (company === undefined) return;
  const rules = await listAlertRules(ctx.db, companyId);
  const due = await findDueAlerts(ctx.db, company, rules, ctx.now, isToWeigh);
  await raiseAlerts(ctx, company, rules, due);
}
