import { isDate } from '../instant.ts';
import type { CalendarRules, Interval } from './calendar.ts';

/** Hours as people type them, and back. */

/** What was read, or what is wrong with it and how to write it. */
export type Reading<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly message: string };

const read = <Value>(value: Value): Reading<Value> => ({ ok: true, value });
const fail = (message: string): { ok: false; message: string } => ({ ok: false, message });

const ALL_DAY = /^(all day|day and night|24 hours|always)$/i;
const CLOSED = /^(closed|-|–|none)?$/i;
const RANGE = /^(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|–|—|to|until)\s*(\d{1,2})(?:[:.](\d{2}))?$/i;

/** `09:00–12:00, 13:00–17:00`; empty when closed, `all day` when open throughout. */
export function formatHours(intervals: readonly Interval[]): string {
  return intervals.map(([start, end]) => (start === '00:00' && end === '24:00' ? 'all day' : `${start}–${end}`)).join(', ');
}

/**
 * Reads the hours of a day: `9-17`, `09:00–12:00, 13:00–17:00`, `22:00 to 06:00` (into the next day), `all day`, `closed` or nothing.
 */
export function parseHours(text: string): Reading<Interval[]> {
  const trimmed = text.trim();
  if (CLOSED.test(trimmed)) return read([]);
  const intervals: Interval[] = [];
  for (const part of trimmed.split(/\s*(?:,|;|\band\b|&)\s*/i).filter((piece) => piece !== '')) {
    const interval: Interval | undefined = ALL_DAY.test(part) ? ['00:00', '24:00'] : parseRange(part);
    if (interval === undefined) return fail(`“${part}” is not a time range. Write hours such as 09:00–12:00, 13:00–17:00.`);
    if (interval[0] === interval[1]) return fail(`“${part}” has no length. Write “all day” for the whole day.`);
    intervals.push(interval);
  }
  return read(intervals.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function parseRange(text: string): Interval | undefined {
  const match = RANGE.exec(text);
  if (match === null) return undefined;
  const start = toTime(match[1], match[2], 23);
  const end = toTime(match[3], match[4], 24);
  return start === undefined || end === undefined ? undefined : [start, end];
}

function toTime(hours = '', minutes = '00', mostHours: number): string | undefined {
  if (Number(hours) > mostHours || Number(minutes) > 59 || (hours === '24' && minutes !== '00')) return undefined;
  return `${hours.padStart(2, '0')}:${minutes}`;
}

/** One line for each date: `2026-12-24 09:00–12:00`, by date. */
export function formatDateHours(dates: CalendarRules['dateOverrides']): string {
  return Object.entries(dates)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([date, intervals]) => `${date} ${intervals.length === 0 ? 'closed' : formatHours(intervals)}`)
    .join('\n');
}

/** Reads hours of single dates, one a line; the message of a wrong one begins with its line. */
export function parseDateHours(text: string): Reading<CalendarRules['dateOverrides']> {
  const dates: CalendarRules['dateOverrides'] = {};
  for (const { line, date, rest } of splitDatedLines(text)) {
    if (date === undefined) return fail(`“${line}” does not begin with a date. Write lines such as 2026-12-24 09:00–12:00.`);
    const hours = parseHours(rest);
    if (!hours.ok) return fail(`${date}: ${hours.message}`);
    dates[date] = hours.value;
  }
  return read(dates);
}

/** Holidays with what they are called; the name may be empty. */
export interface NamedHolidays {
  readonly holidays: string[];
  readonly holidayNames: Record<string, string>;
}

/** One line for each holiday: `2026-12-25 Christmas Day`, by date. */
export function formatHolidays({ holidays, holidayNames }: NamedHolidays): string {
  return [...holidays]
    .sort()
    .map((date) => `${date} ${holidayNames[date] ?? ''}`.trim())
    .join('\n');
}

/** Reads holidays, one a line. */
export function parseHolidays(text: string): Reading<NamedHolidays> {
  const names = new Map<string, string>();
  for (const { line, date, rest } of splitDatedLines(text)) {
    if (date === undefined) return fail(`“${line}” does not begin with a date. Write lines such as 2026-12-25 Christmas Day.`);
    names.set(date, rest);
  }
  const named = [...names].filter(([, name]) => name !== '');
  return read({ holidays: [...names.keys()].sort(), holidayNames: Object.fromEntries(named) });
}

function splitDatedLines(text: string): { line: string; date: string | undefined; rest: string }[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const match = /^(\d{4})-(\d{2})-(\d{2})(?:[\s:,]+(.*))?$/.exec(line);
      const exists = match !== null && isDate(Number(match[1]), Number(match[2]), Number(match[3]));
      return { line, date: exists ? line.slice(0, 10) : undefined, rest: match?.[4]?.trim() ?? '' };
    });
}
