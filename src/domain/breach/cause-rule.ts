import { formatMinutes } from '../alert/quiet-hours.ts';
import { listOffsetSpans } from '../calendar/zone-offsets.ts';
import { nameWeekday } from '../calendar-words.ts';
import { DAY_SECONDS, type Instant, MINUTE_SECONDS } from '../instant.ts';
import { toLocalDate, toStartOfDate } from '../local-date.ts';
import { toDay, weekdayOf } from '../tally/day-clock.ts';
import type { Cause } from './cause.ts';

/** The most rules of one company. */
export const MOST_CAUSE_RULES = 50;

/**
 * Gives a cause to every breach that it matches, past and to come. Days and hours are those of the company's zone in which the message
 * arrived, as in every figure. Of several rules that match, the newest counts; a cause given by hand counts before any rule.
 */
export interface CauseRule {
  readonly id: string;
  readonly cause: Cause;
  /** Null: every channel. */
  readonly channelId: string | null;
  /** Null: every commitment. */
  readonly commitmentId: string | null;
  /** YYYY-MM-DD, inclusive; null: without an end on that side. */
  readonly firstDate: string | null;
  readonly lastDate: string | null;
  /** 0 is Monday; none: every day. */
  readonly weekdays: readonly number[];
  /** Minutes of the day, `until` exclusive; not after `from`, it lies on the next day and the hours belong to the day they begin on. */
  readonly hours: { readonly from: number; readonly until: number } | null;
  readonly createdAt: Instant;
}

/** Instants from `fromAt`, inclusive, to `toAt`, exclusive. */
export interface InstantSpan {
  readonly fromAt: Instant;
  readonly toAt: Instant;
}

type RuleDays = Pick<CauseRule, 'firstDate' | 'lastDate' | 'weekdays' | 'hours'>;

const MINUTES_OF_DAY = 1440;

/**
 * When a message must have arrived within `within` for a rule's days and hours to match: spans in order that neither touch nor overlap.
 * Hours are read off the clock on the wall, so an hour that a zone has twice is meant twice, and one that it skips is empty.
 */
export function listRuleSpans(rule: RuleDays, timeZone: string, within: InstantSpan): InstantSpan[] {
  if (rule.weekdays.length === 0 && rule.hours === null) return listWhole(rule, timeZone, within);
  const [firstDay, lastDay] = [findDay(rule.firstDate, -Infinity), findDay(rule.lastDate, Infinity)];
  const { from, until } = rule.hours ?? { from: 0, until: MINUTES_OF_DAY };
  const minutes = (until > from ? until : until + MINUTES_OF_DAY) - from;
  const spans: InstantSpan[] = [];
  for (const { fromAt, toAt, offsetSeconds } of listOffsetSpans(timeZone, within.fromAt, within.toAt)) {
    const dayAt = (at: Instant) => Math.floor((at + offsetSeconds) / DAY_SECONDS);
    // The hours of the day before may reach into the first one.
    for (let day = Math.max(firstDay, dayAt(fromAt) - 1); day <= Math.min(lastDay, dayAt(toAt - 1)); day++) {
      if (rule.weekdays.length > 0 && !rule.weekdays.includes(weekdayOf(day))) continue;
      const startAt = day * DAY_SECONDS + from * MINUTE_SECONDS - offsetSeconds;
      spans.push({ fromAt: Math.max(fromAt, startAt), toAt: Math.min(toAt, startAt + minutes * MINUTE_SECONDS) });
    }
  }
  return join(spans);
}

const findDay = (date: string | null, otherwise: number): number => (date === null ? otherwise : toDay(date));

function listWhole({ firstDate, lastDate }: RuleDays, timeZone: string, within: InstantSpan): InstantSpan[] {
  const fromAt = firstDate === null ? within.fromAt : Math.max(within.fromAt, toStartOfDate(firstDate, timeZone));
  const toAt = lastDate === null ? within.toAt : Math.min(within.toAt, startAfter(lastDate, timeZone));
  return join([{ fromAt, toAt }]);
}

/** When the date after this one begins. */
function startAfter(date: string, timeZone: string): Instant {
  return toStartOfDate(toLocalDate(toStartOfDate(date, timeZone), timeZone, { days: 1 }), timeZone);
}

/** Leaves out empty spans and joins those that touch. They must be in order of their beginnings. */
function join(spans: readonly InstantSpan[]): InstantSpan[] {
  const joined: { fromAt: Instant; toAt: Instant }[] = [];
  for (const { fromAt, toAt } of spans) {
    if (fromAt >= toAt) continue;
    const last = joined.at(-1);
    if (last !== undefined && fromAt <= last.toAt) last.toAt = Math.max(last.toAt, toAt);
    else joined.push({ fromAt, toAt });
  }
  return joined;
}

/** When a rule applies, in words: "2026-11-03 to 2026-11-05, Mondays, 09:00 to 12:00", or "always". */
export function describeRuleTime({ firstDate, lastDate, weekdays, hours }: RuleDays): string {
  const parts = [
    describeDates(firstDate, lastDate),
    weekdays.length === 0 ? '' : weekdays.map((weekday) => `${nameWeekday(weekday + 1)}s`).join(', '),
    hours === null ? '' : `${formatMinutes(hours.from)} to ${formatMinutes(hours.until)}`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'always' : parts.join(', ');
}

function describeDates(first: string | null, last: string | null): string {
  if (first !== null && last !== null) return first === last ? first : `${first} to ${last}`;
  if (first !== null) return `from ${first}`;
  return last === null ? '' : `until ${last}`;
}
