import { type Instant, isDate } from '../../domain/instant.ts';

/** How times are written in a file. The last three are clock times of a zone that has to be chosen. */
export const TIME_FORMATS = ['iso', 'mail', 'epoch-seconds', 'epoch-milliseconds', 'local', 'day-first', 'month-first'] as const;
export type TimeFormat = (typeof TIME_FORMATS)[number];

export const TIME_FORMAT_WORDS: Readonly<Record<TimeFormat, string>> = {
  iso: '2017-10-31T22:10:47Z or 2017-10-31 22:10:47+01:00',
  mail: 'Tue Oct 31 22:10:47 +0000 2017 or Tue, 31 Oct 2017 22:10:47 +0000',
  'epoch-seconds': '1509487847 (seconds since 1970)',
  'epoch-milliseconds': '1509487847000 (milliseconds since 1970)',
  local: '2017-10-31 22:10:47, without an offset',
  'day-first': '31/10/2017 22:10 or 31.10.2017 22:10',
  'month-first': '10/31/2017 10:10 PM',
};

/** True when a zone must be chosen to know the instant. */
export const needsZone = (format: TimeFormat): boolean => format === 'local' || format === 'day-first' || format === 'month-first';

interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/**
 * Reads a time as the format says: `readTime('31.10.2017 22:10', 'day-first', 'Etc/UTC')` is 1509487800. Fractions of a second are cut.
 * A clock time that the zone has twice, when clocks go back, is the earlier; one that it skips is moved forward by what is skipped.
 * @param zone IANA zone of clock times; not looked at for the others.
 * @returns undefined when the text is not such a time or names one that does not exist.
 */
export function readTime(text: string, format: TimeFormat, zone: string): Instant | undefined {
  const given = text.trim();
  switch (format) {
    case 'iso':
      return readIso(given);
    case 'mail':
      return readMail(given);
    case 'epoch-seconds':
      return /^\d{1,11}(\.\d*)?$/.test(given) ? Math.floor(Number(given)) : undefined;
    case 'epoch-milliseconds':
      return /^\d{1,14}(\.\d*)?$/.test(given) ? Math.floor(Number(given) / 1000) : undefined;
    default:
      return readWall(given, format, zone);
  }
}

const CLOCK = /([ T])(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?/;
const ISO_DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})/;
const ISO = new RegExp(`${ISO_DATE.source}${CLOCK.source}\\s*(Z|UTC|[+-]\\d{2}(?::?\\d{2})?)$`, 'i');

function readIso(text: string): Instant | undefined {
  const match = ISO.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, , hour, minute, second, offset] = match;
  return toInstant(toWall(year, month, day, hour, minute, second), offset ?? 'Z');
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** Tue Oct 31 22:10:47 +0000 2017 */
const TWITTER = /^[a-z]{3} ([a-z]{3}) (\d{1,2}) (\d{2}):(\d{2}):(\d{2}) ([+-]\d{4}) (\d{4})$/i;
/** RFC 5322, 3.3: Tue, 31 Oct 2017 22:10:47 +0000 */
const MAIL = /^(?:[a-z]{3}, ?)?(\d{1,2}) ([a-z]{3}) (\d{4}) (\d{2}):(\d{2})(?::(\d{2}))? ([+-]\d{4}|GMT|UTC|UT|Z)$/i;

function readMail(text: string): Instant | undefined {
  const tweet = TWITTER.exec(text);
  if (tweet !== null) {
    const [, month, day, hour, minute, second, offset, year] = tweet;
    return toInstant(toWall(year, monthOf(month), day, hour, minute, second), offset ?? 'Z');
  }
  const [whole, day, month, year, hour, minute, second, offset] = MAIL.exec(text) ?? [];
  return whole === undefined ? undefined : toInstant(toWall(year, monthOf(month), day, hour, minute, second), offset ?? 'Z');
}

/** 1 to 12; 0 for anything else, which is no date. */
const monthOf = (name = ''): number => MONTHS.indexOf(name.toLowerCase()) + 1;

const LOCAL = new RegExp(`${ISO_DATE.source}(?:${CLOCK.source})?$`);
const NUMBERS = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([ap])?\.?m?\.?)?$/i;

function readWall(text: string, format: TimeFormat, zone: string): Instant | undefined {
  const wall = format === 'local' ? readLocal(text) : readNumbers(text, format === 'day-first');
  if (wall === undefined || !exists(wall)) return undefined;
  return Math.floor(Temporal.ZonedDateTime.from({ ...wall, timeZone: zone }).epochMilliseconds / 1000);
}

function readLocal(text: string): WallTime | undefined {
  const [whole, year, month, day, , hour, minute, second] = LOCAL.exec(text) ?? [];
  return whole === undefined ? undefined : toWall(year, month, day, hour, minute, second);
}

function readNumbers(text: string, isDayFirst: boolean): WallTime | undefined {
  const [whole, first, second, year, hour, minute, seconds, half] = NUMBERS.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const [day, month] = isDayFirst ? [first, second] : [second, first];
  const wall = toWall(year, month, day, hour, minute, seconds);
  if (half === undefined) return wall;
  if (wall.hour < 1 || wall.hour > 12) return undefined;
  return { ...wall, hour: (wall.hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0) };
}

type Digits = string | number | undefined;

function toWall(year: Digits, month: Digits, day: Digits, hour: Digits, minute: Digits, second: Digits): WallTime {
  const number = (digits: Digits): number => Number(digits ?? 0);
  return { year: number(year), month: number(month), day: number(day), hour: number(hour), minute: number(minute), second: number(second) };
}

function exists({ year, month, day, hour, minute, second }: WallTime): boolean {
  return isDate(year, month, day) && hour < 24 && minute < 60 && second < 60;
}

/** @param offset `Z`, `GMT`, `+01:00`, `+0100` or `+01`. */
function toInstant(wall: WallTime, offset: string): Instant | undefined {
  if (!exists(wall)) return undefined;
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})?$/.exec(offset) ?? [];
  if (Number(hours ?? 0) > 18 || Number(minutes ?? 0) > 59) return undefined;
  const ahead = (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 3_600 + Number(minutes ?? 0) * 60);
  return Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second) / 1000 - ahead;
}

/**
 * The format that most of the samples can be read by; of several the first of `TIME_FORMATS`, so that day-first is taken where day and
 * month cannot be told apart. Undefined when none reads even half of them.
 */
export function detectTimeFormat(samples: readonly string[]): TimeFormat | undefined {
  const given = samples.map((text) => text.trim()).filter((text) => text !== '');
  const counted = TIME_FORMATS.map((format) => ({
    format,
    count: given.filter((text) => isLikely(readTime(text, format, 'Etc/UTC'))).length,
  }));
  const best = counted.reduce((a, b) => (b.count > a.count ? b : a));
  return best.count > 0 && best.count * 2 >= given.length ? best.format : undefined;
}

const YEAR_1990 = 631_152_000;
const YEAR_2100 = 4_102_444_800;
const isLikely = (at: Instant | undefined): boolean => at !== undefined && at >= YEAR_1990 && at < YEAR_2100;
