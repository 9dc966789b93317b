import { DAY_SECONDS, HOUR_SECONDS, MINUTE_SECONDS } from '../instant.ts';
import { type CalendarRules, type Interval, WEEKDAYS } from './calendar.ts';

/**
 * Seconds on the wall clock, `start` inclusive, `end` exclusive. The wall clock is counted as if it
 * were UTC, so that 1970-01-01 00:00 on the wall is 0 in every zone.
 */
export type WallSpan = { start: number; end: number };

/** A calendar's hours by day number (days since 1970-01-01), in seconds since that day's midnight. */
export type WallHours = {
  week: readonly (readonly WallSpan[])[];
  holidays: ReadonlySet<number>;
  overrides: ReadonlyMap<number, readonly WallSpan[]>;
  breaks: ReadonlyMap<number, readonly WallSpan[]>;
  opensWeekly: boolean;
  /** The last date with a holiday, hours or breaks of its own, if there is any; after it the week repeats. */
  lastSpecialDay: number | undefined;
};

/** Day number of a date written YYYY-MM-DD. */
export function toDayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / 1000 / DAY_SECONDS;
}

/** Prepares a calendar's rules for `listOpenWallSpans`. */
export function toWallHours(rules: CalendarRules): WallHours {
  const holidays = new Set(rules.holidays.map(toDayNumber));
  const overrides = toSpansByDay(rules.dateOverrides);
  const breaks = toSpansByDay(rules.breaks);
  const week = WEEKDAYS.map((weekday) => toWallSpans(rules.week[weekday] ?? []));
  const specialDays = [...holidays, ...overrides.keys(), ...breaks.keys()];
  return {
    week,
    holidays,
    overrides,
    breaks,
    opensWeekly: week.some((spans) => spans.length > 0),
    lastSpecialDay: specialDays.length === 0 ? undefined : specialDays.reduce((a, b) => Math.max(a, b)),
  };
}

/** What is open on the wall in [start, end): in order, apart from each other, cut to that range. */
export function listOpenWallSpans(hours: WallHours, start: number, end: number): WallSpan[] {
  const open: WallSpan[] = [];
  const closed: WallSpan[] = [];
  const lastDay = Math.floor((end - 1) / DAY_SECONDS);
  // One day earlier too: its hours may run past midnight.
  for (let day = Math.floor(start / DAY_SECONDS) - 1; day <= lastDay; day++) {
    appendSpans(open, hoursOfDay(hours, day), day);
    appendSpans(closed, hours.breaks.get(day) ?? [], day);
  }
  return cutSpans(subtractSpans(open, closed), start, end);
}

function hoursOfDay(hours: WallHours, day: number): readonly WallSpan[] {
  const override = hours.overrides.get(day);
  if (override !== undefined) return override;
  if (hours.holidays.has(day)) return [];
  // 1970-01-01 was a Thursday, the fifth of WEEKDAYS.
  return hours.week[(((day + 4) % 7) + 7) % 7] ?? [];
}

/** Appends a day's spans to spans in order of their starts, merging what touches or overlaps. */
function appendSpans(target: WallSpan[], spans: readonly WallSpan[], day: number): void {
  const midnight = day * DAY_SECONDS;
  for (const span of spans) {
    const last = target[target.length - 1];
    if (last !== undefined && midnight + span.start <= last.end) {
      last.end = Math.max(last.end, midnight + span.end);
    } else {
      target.push({ start: midnight + span.start, end: midnight + span.end });
    }
  }
}

/** Takes `closed` out of `open`; both are in order and merged. */
function subtractSpans(open: WallSpan[], closed: WallSpan[]): WallSpan[] {
  if (closed.length === 0) return open;
  const rest: WallSpan[] = [];
  let first = 0;
  for (const { start, end } of open) {
    while (first < closed.length && (closed[first] as WallSpan).end <= start) first++;
    let from = start;
    for (let i = first; i < closed.length; i++) {
      const gap = closed[i] as WallSpan;
      if (gap.start >= end) break;
      if (gap.start > from) rest.push({ start: from, end: gap.start });
      from = gap.end;
    }
    if (from < end) rest.push({ start: from, end });
  }
  return rest;
}

function cutSpans(spans: WallSpan[], start: number, end: number): WallSpan[] {
  return spans
    .filter((span) => span.end > start && span.start < end)
    .map((span) => ({ start: Math.max(start, span.start), end: Math.min(end, span.end) }));
}

function toSpansByDay(byDate: Record<string, Interval[]>): Map<number, WallSpan[]> {
  return new Map(Object.entries(byDate).map(([date, list]) => [toDayNumber(date), toWallSpans(list)]));
}

/** In order of their starts; an end that is not after its start is on the next day. */
function toWallSpans(list: readonly Interval[]): WallSpan[] {
  return list
    .map(([from, to]) => {
      const start = toSecondOfDay(from);
      const end = toSecondOfDay(to);
      return { start, end: end > start ? end : end + DAY_SECONDS };
    })
    .sort((a, b) => a.start - b.start);
}

function toSecondOfDay(time: string): number {
  return Number(time.slice(0, 2)) * HOUR_SECONDS + Number(time.slice(3, 5)) * MINUTE_SECONDS;
}
