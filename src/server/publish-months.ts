import { DAY_SECONDS, HOUR_SECONDS, type Instant } from '../domain/instant.ts';
import { listFinishedMonths } from '../domain/month/finished-months.ts';
import { RULES_VERSION } from '../domain/rules-version.ts';
import { getDayClock } from '../domain/tally/day-clock.ts';
import type { Services } from '../http/services.ts';
import type { Database } from '../store/database.ts';
import { insertPublishedMonth, listCompaniesWithoutMonth } from '../store/published-month.ts';
import { readMonthFigures } from '../views/published-months.ts';
import { logFailure } from './log-failure.ts';
import { repeat } from './repeat.ts';

/** A month is published so long after its end, so that late events are in it and most waits have ended. */
const AFTER_SECONDS = 7 * DAY_SECONDS;
/** Where nobody ran Kept for a while, the months before are published too, as they stand now. */
const MONTHS_BACK = 3;
const MOST_AT_ONCE = 200;
/** Where every month is over first. */
const EARLIEST_ZONE = 'Pacific/Kiritimati';

/** Fixes the figures of the last finished months of every company that has not published them yet. @param timeZoneData its version. */
export async function publishMonths(db: Database, timeZoneData: string, now: Instant): Promise<void> {
  const settledAt = now - AFTER_SECONDS;
  for (const { month } of listFinishedMonths(EARLIEST_ZONE, settledAt, MONTHS_BACK)) {
    for (const company of await listCompaniesWithoutMonth(db, month, settledAt, MOST_AT_ONCE)) {
      // Where the company is the month may not be over for so long yet.
      const own = listFinishedMonths(company.timeZone, settledAt, MONTHS_BACK).find((candidate) => candidate.month === month);
      if (own === undefined || company.createdAt >= getDayClock(company.timeZone).startOf(own.toDay)) continue;
      const figures = await readMonthFigures(db, company, own, now);
      const computed = { rulesVersion: RULES_VERSION, timeZoneData, timeZone: company.timeZone };
      await insertPublishedMonth(db, company.id, { month, ...computed, publishedAt: now, figures });
    }
  }
}

/** Publishes months every hour. Returns the function that stops it. */
export function keepMonthsPublished({ db, now }: Services, timeZoneData: string): () => Promise<void> {
  return repeat(
    HOUR_SECONDS * 1000,
    () => publishMonths(db, timeZoneData, now()),
    (error) => logFailure('publishing months', error),
  );
}
