import type { CalendarRules, Interval } from '../../../src/domain/calendar/calendar.ts';

/**
 * Open or not, minute by minute, by reading the wall clock of each: slow, and sharing nothing with
 * the compiled calendar. Exact where changes of offset fall on whole minutes, as all do since 1972.
 */
export function listOpenMinutes(rules: CalendarRules, fromAt: number, minutes: number): boolean[] {
  return Array.from({ length: minutes }, (_, i) => readsOpen(rules, fromAt + i * 60));
}

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

function readsOpen(rules: CalendarRules, at: number): boolean {
  const wall = Temporal.Instant.fromEpochMilliseconds(at * 1000)
    .toZonedDateTimeISO(rules.timeZone)
    .toPlainDateTime();
  const today = wall.toPlainDate();
  const yesterday = today.subtract({ days: 1 });
  const time = wall.toPlainTime().toString().slice(0, 5);
  const reads = (list: (date: Temporal.PlainDate) => readonly Interval[]): boolean =>
    list(today).some(([start, end]) => time >= start && (end <= start || time < end)) ||
    list(yesterday).some(([start, end]) => end <= start && time < end);
  return reads((date) => hoursOf(rules, date)) && !reads((date) => rules.breaks[date.toString()] ?? []);
}

function hoursOf(rules: CalendarRules, date: Temporal.PlainDate): readonly Interval[] {
  const override = rules.dateOverrides[date.toString()];
  if (override !== undefined) return override;
  if (rules.holidays.includes(date.toString())) return [];
  return rules.week[WEEKDAYS[date.dayOfWeek - 1] ?? 'mon'] ?? [];
}

/** Open seconds in [fromAt, toAt) of minutes that begin at `startAt`. */
export function countOpenSeconds(open: readonly boolean[], startAt: number, fromAt: number, toAt: number): number {
  let seconds = 0;
  for (let i = 0; i < open.length; i++) {
    if (!open[i]) continue;
    const minuteAt = startAt + i * 60;
    seconds += Math.max(0, Math.min(toAt, minuteAt + 60) - Math.max(fromAt, minuteAt));
  }
  return seconds;
}
