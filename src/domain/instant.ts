/** Whole seconds since 1970-01-01T00:00:00Z, without leap seconds. */
export type Instant = number;

export const MINUTE_SECONDS = 60;
export const HOUR_SECONDS = 3_600;
export const DAY_SECONDS = 86_400;

const RFC_3339 = /^(\d{4})-(\d{2})-(\d{2})([Tt])([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(\.\d+)?([Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether the proleptic Gregorian calendar has this date; month and day count from 1. */
export function isDate(year: number, month: number, day: number): boolean {
  const leapDay = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 1 : 0;
  return day >= 1 && day <= (DAYS_IN_MONTH[month - 1] ?? 0) + leapDay;
}

/**
 * Reads an RFC 3339 date and time; the offset is required. A fraction of a second is cut toward
 * the past: `…:00.999Z` is `…:00Z`.
 *
 * @throws RangeError when the text is not such a time, or names a date or time that does not exist.
 */
export function parseInstant(text: string): Instant {
  const match = RFC_3339.exec(text);
  if (match === null || !isDate(Number(match[1]), Number(match[2]), Number(match[3]))) {
    throw new RangeError(`Not an RFC 3339 time with an offset: ${JSON.stringify(text)}`);
  }
  const offset = match[9] ?? 'Z';
  return Date.parse(`${text.slice(0, 10)}T${text.slice(11, 19)}${offset.toUpperCase()}`) / 1000;
}

/**
 * Writes an instant in UTC: `formatInstant(1714986000)` is `2024-05-06T09:00:00Z`.
 *
 * @throws RangeError outside the years 0000 to 9999, or when the instant is not whole.
 */
export function formatInstant(at: Instant): string {
  if (!Number.isInteger(at)) throw new RangeError(`Not a whole second: ${at}`);
  const text = new Date(at * 1000).toISOString();
  if (text.length !== 24) throw new RangeError(`Outside the years 0000 to 9999: ${text}`);
  return `${text.slice(0, 19)}Z`;
}
