import type { Instant } from './instant.ts';

/** The date on the wall of a zone, YYYY-MM-DD; with `later` the date so much after it, the last day of a month where it is shorter. */
export function toLocalDate(
  at: Instant,
  timeZone: string,
  later: { days?: number; months?: number; years?: number } = { days: 0 },
): string {
  return Temporal.Instant.fromEpochMilliseconds(at * 1000)
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .add(later)
    .toString();
}

/** When a date begins on the wall of a zone. @throws RangeError when there is no such date. */
export function toStartOfDate(date: string, timeZone: string): Instant {
  return Temporal.PlainDate.from(date).toZonedDateTime(timeZone).epochMilliseconds / 1000;
}
