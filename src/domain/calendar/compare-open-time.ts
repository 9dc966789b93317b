import { DAY_SECONDS, type Instant } from '../instant.ts';
import type { CalendarRules } from './calendar.ts';
import { compileCalendar } from './compile-calendar.ts';
import type { CompiledCalendar } from './compiled-calendar.ts';
import { toDayNumber } from './wall-hours.ts';

/** [fromAt, toAt) */
export interface TimeSpan {
  readonly fromAt: Instant;
  readonly toAt: Instant;
}

/** A week repeats with its daylight saving time after a year. */
const REPEAT_SECONDS = 400 * DAY_SECONDS;
/** Dates further away are not looked at: nobody relies on them yet. */
const FURTHEST_SECONDS = 3660 * DAY_SECONDS;

/**
 * The time that is open under `before` and closed under `after`, from `since` on, in order and apart from each other:
 * empty when whoever could count on `before` can count on `after` at least as much. Null stands for a clock that never stops.
 * It is looked for until the week of both repeats, at most ten years ahead.
 */
export function findLostOpenTime(before: CalendarRules | null, after: CalendarRules | null, since: Instant): TimeSpan[] {
  if (after === null || JSON.stringify(after) === JSON.stringify(before)) return [];
  const until = findHorizon(before === null ? [after] : [before, after], since);
  const open = before === null ? [{ fromAt: since, toAt: until }] : listOpenSpans(compileCalendar(before), since, until);
  return subtract(open, listOpenSpans(compileCalendar(after), since, until));
}

function findHorizon(calendars: readonly CalendarRules[], since: Instant): Instant {
  const dates = calendars.flatMap((rules) => [...rules.holidays, ...Object.keys(rules.dateOverrides), ...Object.keys(rules.breaks)]);
  const lastAt = dates.reduce((latest, date) => Math.max(latest, toDayNumber(date) * DAY_SECONDS), since);
  return Math.min(lastAt + REPEAT_SECONDS, since + FURTHEST_SECONDS);
}

function listOpenSpans(calendar: CompiledCalendar, since: Instant, until: Instant): TimeSpan[] {
  const spans: TimeSpan[] = [];
  let at: Instant | null = calendar.isOpen(since) ? since : calendar.nextChange(since);
  while (at !== null && at < until) {
    const closesAt = calendar.nextChange(at);
    spans.push({ fromAt: at, toAt: Math.min(closesAt ?? until, until) });
    at = closesAt === null ? null : calendar.nextChange(closesAt);
  }
  return spans;
}

function subtract(open: readonly TimeSpan[], taken: readonly TimeSpan[]): TimeSpan[] {
  const rest: TimeSpan[] = [];
  let first = 0;
  for (const { fromAt, toAt } of open) {
    while (first < taken.length && (taken[first] as TimeSpan).toAt <= fromAt) first++;
    let from = fromAt;
    for (let i = first; i < taken.length && (taken[i] as TimeSpan).fromAt < toAt; i++) {
      const span = taken[i] as TimeSpan;
      if (span.fromAt > from) rest.push({ fromAt: from, toAt: span.fromAt });
      from = Math.max(from, span.toAt);
    }
    if (from < toAt) rest.push({ fromAt: from, toAt });
  }
  return rest;
}
