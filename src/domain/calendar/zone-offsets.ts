import type { Instant } from '../instant.ts';

/** While `fromAt` ≤ t < `toAt`, the wall clock reads `t + offsetSeconds`. */
export type OffsetSpan = { fromAt: Instant; toAt: Instant; offsetSeconds: number };

/**
 * Cuts [fromAt, toAt) where the zone's offset from UTC changes. The spans follow each other
 * without a gap. Offsets are exact to the second, local mean time included.
 */
export function listOffsetSpans(timeZone: string, fromAt: Instant, toAt: Instant): OffsetSpan[] {
  const spans: OffsetSpan[] = [];
  let moment: Temporal.ZonedDateTime = Temporal.Instant.fromEpochMilliseconds(fromAt * 1000).toZonedDateTimeISO(timeZone);
  let startAt = fromAt;
  while (startAt < toAt) {
    const next = moment.getTimeZoneTransition('next');
    const nextAt = next === null ? toAt : Math.min(toAt, next.epochMilliseconds / 1000);
    spans.push({ fromAt: startAt, toAt: nextAt, offsetSeconds: moment.offsetNanoseconds / 1e9 });
    if (next === null) break;
    moment = next;
    startAt = nextAt;
  }
  return spans;
}
