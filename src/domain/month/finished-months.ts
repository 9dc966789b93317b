import type { Instant } from '../instant.ts';
import { type Day, toDay } from '../tally/day-clock.ts';

/** A month of a zone: the days from `fromDay` to the one before `toDay`. */
export interface Month {
  /** YYYY-MM. */
  readonly month: string;
  readonly fromDay: Day;
  readonly toDay: Day;
}

/** The last finished months before `now` by the clock of a zone, oldest first. */
export function listFinishedMonths(timeZone: string, now: Instant, count: number): Month[] {
  const present = Temporal.Instant.fromEpochMilliseconds(now * 1000)
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .with({ day: 1 });
  return Array.from({ length: count }, (_, index) => {
    const first = present.subtract({ months: count - index });
    return {
      month: first.toString().slice(0, 7),
      fromDay: toDay(first.toString()),
      toDay: toDay(first.add({ months: 1 }).toString()),
    };
  });
}
