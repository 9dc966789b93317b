import type { Instant } from '../instant.ts';

/** How often a member may be told by mail whether the company keeps its word. */
export const DIGEST_KINDS = ['weekly', 'monthly'] as const;
export type DigestKind = (typeof DIGEST_KINDS)[number];

/** A finished period of a company, and when its digest is due. */
export interface DigestPeriod {
  /** As `Period.key` of a report: `2026-11-16..2026-11-22`, `2026-10`. */
  readonly key: string;
  readonly dueAt: Instant;
}

/** Digests are due at this hour on the wall of the company's zone. */
export const DIGEST_HOUR = 7;

/**
 * The newest period whose digest is due: of a weekly one the week that ended with Sunday, from Monday 7:00 on; of a monthly one the last
 * month, from the first 7:00 on. It stays due until the next one is, so that one that could not be sent in time is still sent.
 */
export function findDigestPeriod(kind: DigestKind, timeZone: string, now: Instant): DigestPeriod {
  const current = beginPeriod(kind, now, timeZone);
  return dueAfter(current, timeZone) <= now ? periodBefore(kind, current, timeZone) : periodBefore(kind, stepBack(kind, current), timeZone);
}

/** When the next digest is due: always later than `now`. */
export function findNextDigestAt(kind: DigestKind, timeZone: string, now: Instant): Instant {
  const current = beginPeriod(kind, now, timeZone);
  const dueAt = dueAfter(current, timeZone);
  return dueAt > now ? dueAt : dueAfter(current.add(kind === 'weekly' ? { weeks: 1 } : { months: 1 }), timeZone);
}

/** The first day of the week or month that is running. */
function beginPeriod(kind: DigestKind, now: Instant, timeZone: string): Temporal.PlainDate {
  const today = Temporal.Instant.fromEpochMilliseconds(now * 1000)
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
  return kind === 'weekly' ? today.subtract({ days: today.dayOfWeek - 1 }) : today.with({ day: 1 });
}

const stepBack = (kind: DigestKind, first: Temporal.PlainDate) => first.subtract(kind === 'weekly' ? { weeks: 1 } : { months: 1 });

/** @param next the first day after the period. */
function periodBefore(kind: DigestKind, next: Temporal.PlainDate, timeZone: string): DigestPeriod {
  const first = stepBack(kind, next);
  const key = kind === 'weekly' ? `${first}..${next.subtract({ days: 1 })}` : first.toString().slice(0, 7);
  return { key, dueAt: dueAfter(next, timeZone) };
}

/** Where the hour is skipped that day, the digest is due as much later as the clock is put forward. */
function dueAfter(next: Temporal.PlainDate, timeZone: string): Instant {
  return next.toZonedDateTime({ timeZone, plainTime: new Temporal.PlainTime(DIGEST_HOUR) }).epochMilliseconds / 1000;
}
