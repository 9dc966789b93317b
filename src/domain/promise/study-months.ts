import type { Instant } from '../instant.ts';
import { toDay } from '../tally/day-clock.ts';
import type { StudyMonth } from './study-promise.ts';

/** The last finished months before `now` by the clock of a zone, oldest first. */
export function listFinishedMonths(timeZone: string, now: Instant, count: number): StudyMonth[] {
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
