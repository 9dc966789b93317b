import { abbreviateMonth, nameMonth } from '../calendar-words.ts';
import type { Instant } from '../instant.ts';

/** What a report may be about: a calendar month, quarter or year of the company's own zone, or any days. */
export type PeriodUnit = 'month' | 'quarter' | 'year' | 'days';

/** Days that figures are counted over. Both ends are inclusive; dates are of the company's zone, YYYY-MM-DD. */
export interface Span {
  readonly firstDate: string;
  readonly lastDate: string;
  readonly fromAt: Instant;
  /** The last second of the last day, or the present where that comes first. */
  readonly toAt: Instant;
  /** As people call it: "November 2026", "3 to 17 March 2026". */
  readonly name: string;
}

export interface Period extends Span {
  readonly unit: PeriodUnit;
  /** As the address has it: `2026-11`, `2026-q4`, `2026`, `2026-11-03..2026-11-17`. */
  readonly key: string;
  /** It is not over at the present: it ends with today. */
  readonly isRunning: boolean;
}

/** A period, or what is wrong with what was asked for, in words. */
export type PeriodAnswer = { readonly ok: true; readonly period: Period } | { readonly ok: false; readonly problem: string };

/** The running month is shown once so many of its days have begun; before that the last one is, which says more. */
const DAYS_OF_A_NEW_MONTH = 7;
const LONGEST_YEARS = 3;

const MONTH = /^(\d{4})-(0[1-9]|1[0-2])$/;
const QUARTER = /^(\d{4})-[qQ]([1-4])$/;
const YEAR = /^(\d{4})$/;
const DAYS = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/;

/** The period that is shown when none is asked for. */
export function defaultPeriod(timeZone: string, now: Instant): Period {
  const today = localDate(now, timeZone);
  const month = today.day < DAYS_OF_A_NEW_MONTH ? today.subtract({ months: 1 }) : today;
  return monthPeriod(month, timeZone, now);
}

/** Periods that are asked for often, newest first: this month and the last, this quarter and the last, this year and the last. */
export function listPresets(timeZone: string, now: Instant): { key: string; label: string }[] {
  const today = localDate(now, timeZone);
  const [month, quarter] = [today.subtract({ months: 1 }), today.subtract({ months: 3 })];
  const ofMonth = (date: Temporal.PlainDate) => ({ key: date.toString().slice(0, 7), label: `${nameMonth(date.month)} ${date.year}` });
  const ofQuarter = (date: Temporal.PlainDate) => {
    const number = Math.ceil(date.month / 3);
    return { key: `${date.year}-q${number}`, label: `Q${number} ${date.year}` };
  };
  const ofYear = (year: number) => ({ key: String(year), label: String(year) });
  return [ofMonth(today), ofMonth(month), ofQuarter(today), ofQuarter(quarter), ofYear(today.year), ofYear(today.year - 1)];
}

/**
 * Reads a period from its key. A period that has not begun, ends before it begins, or is longer than 3 years is refused in words.
 * @param key as `Period.key`
 */
export function readPeriod(key: string, timeZone: string, now: Instant): PeriodAnswer {
  const found = parsePeriod(key, timeZone, now);
  if (found === undefined)
    return { ok: false, problem: `“${key.slice(0, 40)}” is no period. Choose a month, a quarter, a year or two dates.` };
  if (found.firstDate > found.lastDate) return { ok: false, problem: 'The last day is before the first. Swap them.' };
  if (found.fromAt > now) return { ok: false, problem: `${capitalise(found.name)} has not begun yet.` };
  if (parseDate(found.firstDate).add({ years: LONGEST_YEARS }).since(parseDate(found.lastDate)).sign <= 0)
    return { ok: false, problem: `A report is about ${LONGEST_YEARS} years at most. Choose a later first day or an earlier last one.` };
  return { ok: true, period: found };
}

function parsePeriod(key: string, timeZone: string, now: Instant): Period | undefined {
  const month = MONTH.exec(key);
  if (month !== null) return monthPeriod(new Temporal.PlainDate(Number(month[1]), Number(month[2]), 1), timeZone, now);
  const quarter = QUARTER.exec(key);
  if (quarter !== null) {
    const first = new Temporal.PlainDate(Number(quarter[1]), Number(quarter[2]) * 3 - 2, 1);
    return makePeriod('quarter', `${quarter[1]}-q${quarter[2]}`, first, first.add({ months: 3 }), timeZone, now);
  }
  const year = YEAR.exec(key);
  if (year !== null && Number(year[1]) > 0) {
    const first = new Temporal.PlainDate(Number(year[1]), 1, 1);
    return makePeriod('year', key, first, first.add({ years: 1 }), timeZone, now);
  }
  const days = DAYS.exec(key);
  const [first, last] = [findDate(days?.[1]), findDate(days?.[2])];
  if (first === undefined || last === undefined) return undefined;
  return makePeriod('days', key, first, last.add({ days: 1 }), timeZone, now);
}

function monthPeriod(date: Temporal.PlainDate, timeZone: string, now: Instant): Period {
  const first = date.with({ day: 1 });
  return makePeriod('month', first.toString().slice(0, 7), first, first.add({ months: 1 }), timeZone, now);
}

/** @param next the day after the last one. */
function makePeriod(
  unit: PeriodUnit,
  key: string,
  first: Temporal.PlainDate,
  next: Temporal.PlainDate,
  timeZone: string,
  now: Instant,
): Period {
  const today = localDate(now, timeZone);
  const last = next.subtract({ days: 1 });
  const isRunning = Temporal.PlainDate.compare(today, last) <= 0 && Temporal.PlainDate.compare(first, today) <= 0;
  const span = makeSpan(first, isRunning ? today : last, timeZone, now);
  return { ...span, unit, key, isRunning, name: isRunning || unit === 'days' ? span.name : nameUnit(unit, first) };
}

function makeSpan(first: Temporal.PlainDate, last: Temporal.PlainDate, timeZone: string, now: Instant): Span {
  return {
    firstDate: first.toString(),
    lastDate: last.toString(),
    fromAt: startOf(first, timeZone),
    toAt: Math.min(now, startOf(last.add({ days: 1 }), timeZone) - 1),
    name: nameDays(first, last),
  };
}

/**
 * The days before a period that it is held against: the month, quarter or year before, or as many days. Of a period that is not over, the
 * days before are as many as have begun, so that like is held against like: 1 to 24 November against 1 to 24 October.
 */
export function periodBefore(period: Period, timeZone: string): Span {
  const first = parseDate(period.firstDate);
  const days = first.until(parseDate(period.lastDate)).days;
  const length = { month: { months: 1 }, quarter: { months: 3 }, year: { years: 1 }, days: { days: days + 1 } }[period.unit];
  return spanBefore(period, first.subtract(length), first.subtract({ days: 1 }), days, timeZone);
}

/** The same days a year before; cut like `periodBefore`. */
export function periodYearBefore(period: Period, timeZone: string): Span {
  const first = parseDate(period.firstDate).subtract({ years: 1 });
  const last = parseDate(period.lastDate).subtract({ years: 1 });
  return named(period, makeSpan(first, last, timeZone, Number.POSITIVE_INFINITY));
}

function spanBefore(period: Period, first: Temporal.PlainDate, whole: Temporal.PlainDate, days: number, timeZone: string): Span {
  const cut = first.add({ days });
  const last = period.isRunning && Temporal.PlainDate.compare(cut, whole) < 0 ? cut : whole;
  return named(period, makeSpan(first, last, timeZone, Number.POSITIVE_INFINITY));
}

/** Whole months, quarters and years go by their names. */
function named(period: Period, span: Span): Span {
  return period.isRunning || period.unit === 'days' ? span : { ...span, name: nameUnit(period.unit, parseDate(span.firstDate)) };
}

/** A part of a period in a chart: from `fromAt` until the next part's. */
export interface PeriodPart {
  readonly date: string;
  readonly fromAt: Instant;
  readonly label: string;
}

const MOST_DAYS_AS_DAYS = 45;
const MOST_DAYS_AS_WEEKS = 200;

/** Days of up to 45 days, weeks of up to 200, months of more; oldest first, each counted from the first day. */
export function listPeriodParts(span: Pick<Span, 'firstDate' | 'lastDate'>, timeZone: string): PeriodPart[] {
  const [first, last] = [parseDate(span.firstDate), parseDate(span.lastDate)];
  const days = first.until(last).days + 1;
  const step = (index: number): Temporal.DurationLike =>
    days <= MOST_DAYS_AS_DAYS ? { days: index } : days <= MOST_DAYS_AS_WEEKS ? { weeks: index } : { months: index };
  const parts: PeriodPart[] = [];
  for (let index = 0; ; index++) {
    const date = first.add(step(index));
    if (Temporal.PlainDate.compare(date, last) > 0) return parts;
    parts.push({ date: date.toString(), fromAt: startOf(date, timeZone), label: labelPart(date, days) });
  }
}

/** What a part of a chart is called in a table's head. */
export function namePart(span: Pick<Span, 'firstDate' | 'lastDate'>): 'Day' | 'Week from' | 'Month from' {
  const days = parseDate(span.firstDate).until(parseDate(span.lastDate)).days + 1;
  return days <= MOST_DAYS_AS_DAYS ? 'Day' : days <= MOST_DAYS_AS_WEEKS ? 'Week from' : 'Month from';
}

function labelPart({ day, month, year }: Temporal.PlainDate, days: number): string {
  if (days <= MOST_DAYS_AS_WEEKS) return `${day} ${abbreviateMonth(month)}`;
  return `${abbreviateMonth(month)} ${String(year % 100).padStart(2, '0')}`;
}

function nameUnit(unit: Exclude<PeriodUnit, 'days'>, first: Temporal.PlainDate): string {
  if (unit === 'month') return `${nameMonth(first.month)} ${first.year}`;
  return unit === 'year' ? String(first.year) : `the ${ORDINALS[(first.month - 1) / 3]} quarter of ${first.year}`;
}

const ORDINALS = ['first', 'second', 'third', 'fourth'];

/** "3 March 2026", "3 to 17 March 2026", "3 March to 2 April 2026", "20 December 2025 to 2 January 2026". */
export function nameDays(first: Temporal.PlainDate, last: Temporal.PlainDate): string {
  const end = `${last.day} ${nameMonth(last.month)} ${last.year}`;
  if (first.equals(last)) return end;
  if (first.year !== last.year) return `${first.day} ${nameMonth(first.month)} ${first.year} to ${end}`;
  return first.month === last.month ? `${first.day} to ${end}` : `${first.day} ${nameMonth(first.month)} to ${end}`;
}

const capitalise = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

const parseDate = (date: string): Temporal.PlainDate => Temporal.PlainDate.from(date);

function findDate(text: string | undefined): Temporal.PlainDate | undefined {
  try {
    return text === undefined ? undefined : Temporal.PlainDate.from(text);
  } catch {
    return undefined;
  }
}

function localDate(at: Instant, timeZone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at * 1000)
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
}

function startOf(date: Temporal.PlainDate, timeZone: string): Instant {
  return date.toZonedDateTime(timeZone).epochMilliseconds / 1000;
}
