import fc from 'fast-check';
import type { CalendarRules, Interval } from '../../../src/domain/calendar/calendar.ts';
import { parseInstant } from '../../../src/domain/instant.ts';

/** Zones with an instant at which something happens there: clocks change, or a date is left out. */
const CHANGES: readonly (readonly [timeZone: string, at: string])[] = [
  ['Australia/Lord_Howe', '2025-04-05T15:00:00Z'],
  ['Australia/Lord_Howe', '2025-10-04T15:30:00Z'],
  ['America/St_Johns', '2010-03-14T03:31:00Z'],
  ['America/St_Johns', '2010-11-07T02:31:00Z'],
  ['Pacific/Apia', '2011-12-30T10:00:00Z'],
  ['America/Sao_Paulo', '2018-02-18T02:00:00Z'],
  ['America/Sao_Paulo', '2018-11-04T03:00:00Z'],
  ['Europe/London', '2024-03-31T01:00:00Z'],
  ['Europe/London', '2024-10-27T01:00:00Z'],
  ['America/New_York', '2025-03-09T07:00:00Z'],
  ['America/New_York', '2025-11-02T06:00:00Z'],
  ['Asia/Kolkata', '2024-05-06T00:00:00Z'],
  ['Antarctica/Troll', '2025-03-30T01:00:00Z'],
  ['Africa/Casablanca', '2024-03-10T02:00:00Z'],
  ['Asia/Pyongyang', '2018-05-04T15:00:00Z'],
  ['Pacific/Kiritimati', '1994-12-31T10:00:00Z'],
  ['Etc/UTC', '2024-02-29T00:00:00Z'],
];

const twoDigits = (value: number): string => String(value).padStart(2, '0');
const toTime = (minute: number): string => `${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}`;

const interval: fc.Arbitrary<Interval> = fc
  .tuple(fc.integer({ min: 0, max: 1439 }), fc.oneof(fc.integer({ min: 0, max: 1440 }), fc.constantFrom(0, 1440)))
  .filter(([start, end]) => start !== end)
  .map(([start, end]) => [toTime(start), toTime(end)]);
const intervals = fc.array(interval, { maxLength: 3 });

export type Scene = { rules: CalendarRules; changeAt: number };

/** A calendar, and an instant around which it is worth looking. */
export const scene: fc.Arbitrary<Scene> = fc.constantFrom(...CHANGES).chain(([timeZone, at]) => {
  const day = Temporal.Instant.from(at).toZonedDateTimeISO('UTC').toPlainDate();
  const dates = [-2, -1, 0, 1, 2].map((days) => day.add({ days }).toString());
  const byDate = fc.dictionary(fc.constantFrom(...dates), intervals, { maxKeys: 2, noNullPrototype: true });
  const week = fc.record({
    mon: intervals,
    tue: intervals,
    wed: intervals,
    thu: intervals,
    fri: intervals,
    sat: intervals,
    sun: intervals,
  });
  return fc.record({
    rules: fc.record({
      timeZone: fc.constant(timeZone),
      week,
      holidays: fc.subarray(dates, { maxLength: 2 }),
      dateOverrides: byDate,
      breaks: byDate,
    }),
    changeAt: fc.constant(parseInstant(at)),
  });
});
