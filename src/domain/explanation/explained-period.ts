import { DAY_SECONDS, type Instant } from '../instant.ts';
import { nameDays } from '../report/period.ts';
import type { Explanation } from './explanation.ts';

/** A period as a form has it: dates YYYY-MM-DD and times HH:MM by the company's clock. */
export interface PeriodFields {
  readonly firstDate: string;
  /** Empty: from the beginning of the day. */
  readonly firstTime: string;
  /** Empty: the first day. */
  readonly lastDate: string;
  /** Empty: to the end of the day. */
  readonly lastTime: string;
}

/** Longer is no incident any more. */
const LONGEST_DAYS = 92;

/** When a period begins and ends, or which field is wrong, in words. `untilAt` is exclusive. */
export type PeriodReading =
  | { readonly ok: true; readonly fromAt: Instant; readonly untilAt: Instant }
  | { readonly ok: false; readonly field: keyof PeriodFields; readonly message: string };

/** Reads a period by the clock of a zone. It has begun, ends after it begins, and is 92 days long at most; it may end in the future. */
export function readExplainedPeriod(fields: PeriodFields, timeZone: string, now: Instant): PeriodReading {
  const first = findDate(fields.firstDate);
  if (first === undefined) return wrong('firstDate', 'Choose the first day.');
  const last = fields.lastDate === '' ? first : findDate(fields.lastDate);
  if (last === undefined) return wrong('lastDate', 'Choose a last day, or leave it empty for a single day.');
  const [begins, ends] = [findTime(fields.firstTime), findTime(fields.lastTime)];
  if (begins === undefined) return wrong('firstTime', 'Write a time such as 14:00, or leave it empty for the whole day.');
  if (ends === undefined) return wrong('lastTime', 'Write a time such as 18:00, or leave it empty for the whole day.');
  const fromAt = toInstant(first, begins, timeZone);
  const untilAt = ends === null ? toInstant(last.add({ days: 1 }), null, timeZone) : toInstant(last, ends, timeZone);
  if (fromAt > now) return wrong('firstDate', 'It has not begun yet. An explanation is about what has happened.');
  if (untilAt <= fromAt)
    return Temporal.PlainDate.compare(last, first) < 0
      ? wrong('lastDate', 'The last day is before the first.')
      : wrong('lastTime', 'It ends before it begins.');
  if (untilAt - fromAt > (LONGEST_DAYS + 1) * DAY_SECONDS)
    return wrong('lastDate', `An explanation is about ${LONGEST_DAYS} days at most. Choose an earlier last day.`);
  return { ok: true, fromAt, untilAt };
}

/** The period of an explanation as a form has it. */
export function writePeriodFields({ fromAt, untilAt }: Pick<Explanation, 'fromAt' | 'untilAt'>, timeZone: string): PeriodFields {
  const [from, until] = [toLocal(fromAt, timeZone), toLocal(untilAt, timeZone)];
  const endsWithDay = isStartOfDay(until);
  return {
    firstDate: from.toPlainDate().toString(),
    firstTime: isStartOfDay(from) ? '' : toClock(from),
    lastDate: (endsWithDay ? until.subtract({ days: 1 }) : until).toPlainDate().toString(),
    lastTime: endsWithDay ? '' : toClock(until),
  };
}

/** "3 November 2026", "3 to 5 November 2026", "3 November 2026, 14:00 to 18:00". Name the zone beside it where there is a time. */
export function nameExplainedPeriod(explanation: Pick<Explanation, 'fromAt' | 'untilAt'>, timeZone: string): string {
  const { firstDate, firstTime, lastDate, lastTime } = writePeriodFields(explanation, timeZone);
  const [first, last] = [Temporal.PlainDate.from(firstDate), Temporal.PlainDate.from(lastDate)];
  if (firstTime === '' && lastTime === '') return nameDays(first, last);
  const [begins, ends] = [firstTime || '00:00', lastTime || '24:00'];
  if (first.equals(last)) return `${nameDays(first, first)}, ${begins} to ${ends}`;
  return `${nameDays(first, first)}, ${begins} to ${nameDays(last, last)}, ${ends}`;
}

const wrong = (field: keyof PeriodFields, message: string): PeriodReading => ({ ok: false, field, message });

function findDate(text: string): Temporal.PlainDate | undefined {
  try {
    return /^\d{4}-\d{2}-\d{2}$/.test(text) ? Temporal.PlainDate.from(text) : undefined;
  } catch {
    return undefined;
  }
}

/** Null: none is given; undefined: it is none. */
function findTime(text: string): Temporal.PlainTime | null | undefined {
  if (text === '') return null;
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text) ? Temporal.PlainTime.from(text) : undefined;
}

/** Where the clock is put forward past the time it is as much later; where it is put back the first of two. */
function toInstant(date: Temporal.PlainDate, plainTime: Temporal.PlainTime | null, timeZone: string): Instant {
  const moment = plainTime === null ? date.toZonedDateTime(timeZone) : date.toZonedDateTime({ timeZone, plainTime });
  return moment.epochMilliseconds / 1000;
}

function toLocal(at: Instant, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at * 1000).toZonedDateTimeISO(timeZone);
}

const isStartOfDay = (moment: Temporal.ZonedDateTime): boolean => moment.equals(moment.startOfDay());

const toClock = (moment: Temporal.ZonedDateTime): string => moment.toPlainTime().toString({ smallestUnit: 'minute' });
