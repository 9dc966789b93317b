import type { CalendarRules, Interval, Weekday } from './calendar.ts';

/** The weekdays in the order in which people read them. */
export const WEEK_FROM_MONDAY: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
export const DAY_NAMES: Record<Weekday, string> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
};
/** More groups of days than this make a sentence that nobody reads. */
const MOST_GROUPS = 3;

/** Whether the calendar is open at every instant. */
export function isAlwaysOpen(rules: CalendarRules): boolean {
  return (
    WEEK_FROM_MONDAY.every((day) => describeIntervals(rules.week[day] ?? []) === 'all day') &&
    rules.holidays.length === 0 &&
    Object.values(rules.dateOverrides).every((intervals) => describeIntervals(intervals) === 'all day') &&
    Object.values(rules.breaks).every((intervals) => intervals.length === 0)
  );
}

/**
 * A calendar's hours as part of a sentence: "Monday to Friday 09:00 to 17:00 and Saturday 10:00 to 14:00, except holidays",
 * "every day 07:00 to 22:00", "day and night". Undefined when they are too many for a sentence; then name the calendar.
 */
export function describeHours(rules: CalendarRules): string | undefined {
  if (isAlwaysOpen(rules)) return 'day and night';
  const groups = groupDays(rules.week);
  if (groups.length === 0 || groups.length > MOST_GROUPS) return undefined;
  const text = joinWords(groups.map(({ days, hours }) => `${nameDays(days)} ${hours}`));
  return rules.holidays.length > 0 ? `${text}, except holidays` : text;
}

/** The intervals of a day: "09:00 to 12:00 and 13:00 to 17:00", "all day", or "closed". */
export function describeIntervals(intervals: readonly Interval[]): string {
  if (intervals.length === 0) return 'closed';
  const texts = [...intervals].sort(([a], [b]) => (a < b ? -1 : 1)).map(([from, to]) => describeInterval(from, to));
  return joinWords(texts);
}

function describeInterval(from: string, to: string): string {
  return from === '00:00' && (to === '24:00' || to === '00:00') ? 'all day' : `${from} to ${to}`;
}

/** Days that follow each other with the same hours belong together; closed days are left out. */
function groupDays(week: CalendarRules['week']): { days: Weekday[]; hours: string }[] {
  const groups: { days: Weekday[]; hours: string }[] = [];
  let previous: string | undefined;
  for (const day of WEEK_FROM_MONDAY) {
    const hours = describeIntervals(week[day] ?? []);
    if (hours !== 'closed' && hours === previous) groups[groups.length - 1]?.days.push(day);
    else if (hours !== 'closed') groups.push({ days: [day], hours });
    previous = hours;
  }
  return groups;
}

function nameDays(days: readonly Weekday[]): string {
  const names = days.map((day) => DAY_NAMES[day]);
  if (names.length === 7) return 'every day';
  if (names.length <= 2) return joinWords(names);
  return `${names[0]} to ${names[names.length - 1]}`;
}

function joinWords(words: readonly string[]): string {
  if (words.length <= 1) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
}
