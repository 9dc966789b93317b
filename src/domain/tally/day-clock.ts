import { listOffsetSpans, type OffsetSpan } from '../calendar/zone-offsets.ts';
import { DAY_SECONDS, HOUR_SECONDS, type Instant } from '../instant.ts';
import { toStartOfDate } from '../local-date.ts';

/** A date of a zone, as the number of days after 1970-01-01. */
export type Day = number;

/** Tells which day and hour of a zone an instant lies in. Days follow each other without a gap: one ends where the next begins. */
export interface DayClock {
  dayOf(at: Instant): Day;
  /** The first instant of the day; where midnight is skipped, the first that exists. */
  startOf(day: Day): Instant;
  /** The hour on the wall, 0 to 23. */
  hourOf(at: Instant): number;
}

/** Offsets are looked up for so many seconds at once: a little over a year. */
const CHUNK_SECONDS = 2 ** 25;

const clocks = new Map<string, DayClock>();

/** The day clock of an IANA zone. Each zone's is made once, since every message of its companies asks it. */
export function getDayClock(timeZone: string): DayClock {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  const clock = createDayClock(timeZone);
  clocks.set(timeZone, clock);
  return clock;
}

function createDayClock(timeZone: string): DayClock {
  const chunks = new Map<number, OffsetSpan[]>();
  const starts = new Map<Day, Instant>();

  function offsetAt(at: Instant): number {
    const chunk = Math.floor(at / CHUNK_SECONDS);
    let spans = chunks.get(chunk);
    if (spans === undefined) {
      spans = listOffsetSpans(timeZone, chunk * CHUNK_SECONDS, (chunk + 1) * CHUNK_SECONDS);
      chunks.set(chunk, spans);
    }
    return spans.find(({ toAt }) => at < toAt)?.offsetSeconds ?? 0;
  }

  function startOf(day: Day): Instant {
    let start = starts.get(day);
    if (start === undefined) {
      start = toStartOfDate(toDate(day), timeZone);
      starts.set(day, start);
    }
    return start;
  }

  function dayOf(at: Instant): Day {
    // The clock on the wall tells the day, but where it is put back past midnight the later of the two days has begun already.
    let day = Math.floor((at + offsetAt(at)) / DAY_SECONDS);
    while (at < startOf(day)) day -= 1;
    while (at >= startOf(day + 1)) day += 1;
    return day;
  }

  return { dayOf, startOf, hourOf: (at) => Math.floor(positiveRemainder(at + offsetAt(at), DAY_SECONDS) / HOUR_SECONDS) };
}

/** The date of a day, YYYY-MM-DD. */
export function toDate(day: Day): string {
  return new Date(day * DAY_SECONDS * 1000).toISOString().slice(0, 10);
}

/** The day of a date, YYYY-MM-DD. */
export function toDay(date: string): Day {
  return Date.parse(`${date}T00:00:00Z`) / 1000 / DAY_SECONDS;
}

/** 0 is Monday. */
export function weekdayOf(day: Day): number {
  // 1970-01-01 was a Thursday.
  return positiveRemainder(day + 3, 7);
}

function positiveRemainder(dividend: number, divisor: number): number {
  return ((dividend % divisor) + divisor) % divisor;
}
