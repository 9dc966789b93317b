import type { Instant } from '../instant.ts';
import type { QuietHours } from './alert-rule.ts';

/** When what comes up at `at` may be told: `at` itself, or the end of the quiet hours that it falls in, by the wall clock of `timeZone`. */
export function findLoudInstant(at: Instant, quiet: QuietHours | null, timeZone: string): Instant {
  if (quiet === null) return at;
  const local = Temporal.Instant.fromEpochMilliseconds(at * 1000).toZonedDateTimeISO(timeZone);
  const minute = local.hour * 60 + local.minute;
  const { from, until } = quiet;
  const runsPastMidnight = until <= from;
  const isQuiet = runsPastMidnight ? minute >= from || minute < until : minute >= from && minute < until;
  if (!isQuiet) return at;
  const date = local.toPlainDate().add({ days: runsPastMidnight && minute >= from ? 1 : 0 });
  const end = date.toZonedDateTime({ timeZone, plainTime: { hour: Math.floor(until / 60), minute: until % 60 } });
  return end.epochMilliseconds / 1000;
}

/** Minutes of the day as people write them: 1320 is "22:00". */
export const formatMinutes = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** Reads "22:00" as 1320; undefined when it is no time of a day. */
export function parseMinutes(text: string): number | undefined {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  return match === null ? undefined : Number(match[1]) * 60 + Number(match[2]);
}
