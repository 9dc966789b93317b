import { DAY_SECONDS, HOUR_SECONDS, type Instant } from '../domain/instant.ts';
import { listFinishedMonths } from '../domain/month/finished-months.ts';
import { RULES_VERSION } from '../domain/rules-version.ts';
import { getDayClock } from '../domain/tally/day-clock.ts';
import type { Services } from '../http/services.ts';
import type { Database } from '../store/database.ts';
import { insertPublishedMonth, listCompaniesWithoutMonth, type NewMonth, type PublishingCompany } from '../store/published-month.ts';
import { readMonthPromises } from '../views/published-months.ts';
import { digestInputs } from './digest-inputs.ts';
import { logFailure } from './log-failure.ts';
import { repeat } from './repeat.ts';
import { writeCanonical } from './statement-signature.ts';

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
      const clock = getDayClock(company.timeZone);
      if (own === undefined || company.createdAt >= clock.startOf(own.toDay)) continue;
      const span = { month, fromAt: clock.startOf(own.fromDay), toAt: clock.startOf(own.toDay) - 1 };
      // What one company's data do must not keep the others waiting.
      await computeMonth(db, company, span, timeZoneData, now).then(
        (computed) => insertPublishedMonth(db, company.id, computed),
        (error: unknown) => logFailure(`publishing ${month} of company ${company.id}`, error),
      );
    }
  }
}

/** The days of a month, both ends inclusive. */
export interface MonthSpan {
  /** YYYY-MM. */
  readonly month: string;
  readonly fromAt: Instant;
  readonly toAt: Instant;
}

/**
 * What is said of a month as it stands at `now`; where it is to be signed with the digest of its events.
 * @throws Error when events of a month that is to be signed came meanwhile, so that figures and digest could be of different events: the
 *   next hour tries again.
 */
export async function computeMonth(
  db: Database,
  company: Pick<PublishingCompany, 'id' | 'timeZone' | 'isStating'>,
  span: MonthSpan,
  timeZoneData: string,
  now: Instant,
): Promise<NewMonth> {
  const promises = await readMonthPromises(db, company, span, now);
  const inputs = company.isStating ? await digestInputs(db, company.id, { ...span, recordedUntil: now }) : undefined;
  if (inputs !== undefined && writeCanonical(await readMonthPromises(db, company, span, now)) !== writeCanonical(promises)) {
    throw new Error(`The figures of ${span.month} changed while they were computed.`);
  }
  const { timeZone } = company;
  return { month: span.month, timeZone, rulesVersion: RULES_VERSION, timeZoneData, publishedAt: now, promises, inputs };
}

/** Publishes months every hour. Returns the function that stops it. */
export function keepMonthsPublished({ db, now }: Services, timeZoneData: string): () => Promise<void> {
  return repeat(
    HOUR_SECONDS * 1000,
    () => publishMonths(db, timeZoneData, now()),
    (error) => logFailure('publishing months', error),
  );
}
