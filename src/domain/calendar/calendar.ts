import { z } from 'zod';
import { isDate } from '../instant.ts';

/** In the order of `Date.prototype.getUTCDay()`, so that a weekday number is an index. */
export const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

const startTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Write the time as HH:MM, from 00:00 to 23:59.');
const endTime = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'Write the time as HH:MM, from 00:00 to 24:00.');

/** `[start, end]` on the wall clock, start inclusive, end exclusive; an end not after its start is on the next day. */
const interval = z.tuple([startTime, endTime]);
export type Interval = z.infer<typeof interval>;

const date = z.string().refine(isDateText, 'Write the date as YYYY-MM-DD; it must exist.');

function isDateText(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return match !== null && isDate(Number(match[1]), Number(match[2]), Number(match[3]));
}

const intervals = z.array(interval);
const week = z.strictObject({
  mon: intervals.optional(),
  tue: intervals.optional(),
  wed: intervals.optional(),
  thu: intervals.optional(),
  fri: intervals.optional(),
  sat: intervals.optional(),
  sun: intervals.optional(),
});

/** Whether the zone is one of the IANA database (an offset such as `+01:00` is not a zone). */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/**
 * The form of a calendar. Says nothing about whether it makes sense to keep one like it: that is
 * `findCalendarProblems`.
 *
 * - `week`: what is open on each weekday; a weekday left out is closed.
 * - `holidays`: dates of the zone whose hours are cancelled, tails after midnight included.
 * - `dateOverrides`: hours that replace those of a date; they beat that date's holiday.
 * - `breaks`: what is closed on a date although hours say otherwise, by the clock on the wall,
 *   whichever date the hours belong to.
 */
export const calendarRulesForm = z.strictObject({
  timeZone: z.string().refine(isTimeZone, 'Choose a time zone of the IANA database, such as Europe/Berlin.'),
  week,
  holidays: z.array(date).default([]),
  dateOverrides: z.record(date, intervals).default({}),
  breaks: z.record(date, intervals).default({}),
});

export type CalendarRules = z.infer<typeof calendarRulesForm>;

const allDay = (): Interval[] => [['00:00', '24:00']];

/** The week of a calendar that never closes. */
export const ALWAYS_OPEN_WEEK: CalendarRules['week'] = {
  mon: allDay(),
  tue: allDay(),
  wed: allDay(),
  thu: allDay(),
  fri: allDay(),
  sat: allDay(),
  sun: allDay(),
};
