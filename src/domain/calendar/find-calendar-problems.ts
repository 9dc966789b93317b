import { DAY_SECONDS } from '../instant.ts';
import { type CalendarRules, calendarRulesForm, type Interval } from './calendar.ts';
import { compileCalendar } from './compile-calendar.ts';
import { toDayNumber } from './wall-hours.ts';

/** Something that keeps a calendar from being saved: where it is and what to do about it. */
export type CalendarProblem = { path: (string | number)[]; message: string };

const NO_LENGTH = 'The interval has no length. Write 00:00 to 24:00 for the whole day, or remove it.';
const NEVER_OPENS = 'This calendar never opens. Add hours to at least one day.';

/** A calendar that may be saved: well formed and without problems. */
export const calendarRulesSchema = calendarRulesForm.superRefine((rules, context) => {
  for (const problem of findCalendarProblems(rules)) context.addIssue({ code: 'custom', ...problem });
});

/** Problems of a well-formed calendar: intervals of no length, and a calendar that never opens. */
export function findCalendarProblems(rules: CalendarRules): CalendarProblem[] {
  const lists: [string, Record<string, Interval[] | undefined>][] = [
    ['week', rules.week],
    ['dateOverrides', rules.dateOverrides],
    ['breaks', rules.breaks],
  ];
  const problems = lists.flatMap(([field, days]) =>
    Object.entries(days).flatMap(([day, intervals]) =>
      (intervals ?? []).flatMap(([start, end], index) => (start === end ? [{ path: [field, day, index], message: NO_LENGTH }] : [])),
    ),
  );
  if (problems.length === 0 && !opensEver(rules)) problems.push({ path: ['week'], message: NEVER_OPENS });
  return problems;
}

/** A week with hours opens again and again; without, the dates with hours of their own are looked at. */
function opensEver(rules: CalendarRules): boolean {
  if (Object.values(rules.week).some((intervals) => (intervals ?? []).length > 0)) return true;
  const calendar = compileCalendar(rules);
  return Object.keys(rules.dateOverrides).some((date) => {
    const noonAt = (toDayNumber(date) + 0.5) * DAY_SECONDS;
    return calendar.elapsedSeconds(noonAt - 2 * DAY_SECONDS, noonAt + 3 * DAY_SECONDS) > 0;
  });
}
