import { DAY_SECONDS, type Instant } from '../instant.ts';
import { type Period, readPeriod } from '../report/period.ts';

/** A month is stated so long after its end, so that late events are in it and most waits have ended. */
export const STATED_AFTER_SECONDS = 7 * DAY_SECONDS;

/** The month before the one of `now`, by the clock of a zone: YYYY-MM. */
export function findLastMonth(timeZone: string, now: Instant): string {
  const today = Temporal.Instant.fromEpochMilliseconds(now * 1000).toZonedDateTimeISO(timeZone);
  return today.toPlainDate().with({ day: 1 }).subtract({ months: 1 }).toString().slice(0, 7);
}

/** The months from `fromMonth` on that have been over for long enough, oldest first. */
export function listDueMonths(fromMonth: string, timeZone: string, now: Instant): Period[] {
  const periods: Period[] = [];
  for (let month = Temporal.PlainYearMonth.from(fromMonth); ; month = month.add({ months: 1 })) {
    const answer = readPeriod(month.toString(), timeZone, now);
    if (!answer.ok || answer.period.isRunning || answer.period.toAt + STATED_AFTER_SECONDS >= now) return periods;
    periods.push(answer.period);
  }
}
