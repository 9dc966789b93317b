import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Interval } from '../../../src/domain/calendar/calendar.ts';
import {
  formatDateHours,
  formatHolidays,
  formatHours,
  parseDateHours,
  parseHolidays,
  parseHours,
} from '../../../src/domain/calendar/hours-text.ts';

describe('parseHours', () => {
  const cases: [string, Interval[]][] = [
    ['', []],
    ['closed', []],
    ['9-17', [['09:00', '17:00']]],
    [
      '09:00–12:00, 13:00–17:00',
      [
        ['09:00', '12:00'],
        ['13:00', '17:00'],
      ],
    ],
    [
      '13.30 to 17 and 9 to 12',
      [
        ['09:00', '12:00'],
        ['13:30', '17:00'],
      ],
    ],
    ['22:00-06:00', [['22:00', '06:00']]],
    ['all day', [['00:00', '24:00']]],
    ['20:00–24:00', [['20:00', '24:00']]],
  ];
  for (const [text, intervals] of cases) {
    it(`reads “${text}”`, () => assert.deepEqual(parseHours(text), { ok: true, value: intervals }));
  }

  for (const text of ['morning', '9', '25-26', '9:60-10', '9-24:30', '09:00-09:00', '9-12-15']) {
    it(`says how to write “${text}” instead`, () => {
      const reading = parseHours(text);
      assert.ok(!reading.ok && /Write/.test(reading.message));
    });
  }

  it('reads what formatHours writes', () => {
    const time = fc.integer({ min: 0, max: 1439 }).map((minute) => {
      const two = (number: number) => String(number).padStart(2, '0');
      return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
    });
    const interval = fc.tuple(time, time).filter(([start, end]) => start !== end);
    fc.assert(
      fc.property(fc.uniqueArray(interval, { selector: ([start]) => start, maxLength: 4 }), (intervals) => {
        const sorted = intervals.toSorted(([a], [b]) => (a < b ? -1 : 1));
        assert.deepEqual(parseHours(formatHours(sorted)), { ok: true, value: sorted });
      }),
    );
  });
});

describe('dated lines', () => {
  it('read hours of single dates, also closed ones', () => {
    const text = '2026-12-24 09:00–12:00\n2026-12-31 closed';
    const dates: Record<string, Interval[]> = { '2026-12-24': [['09:00', '12:00']], '2026-12-31': [] };
    assert.deepEqual(parseDateHours(`\n ${text} \n`), { ok: true, value: dates });
    assert.equal(formatDateHours(dates), text);
  });

  it('read holidays with and without a name, in any order', () => {
    const reading = parseHolidays('2027-01-01\r\n2026-12-25 Christmas Day');
    assert.ok(reading.ok);
    assert.deepEqual(reading.value, { holidays: ['2026-12-25', '2027-01-01'], holidayNames: { '2026-12-25': 'Christmas Day' } });
    assert.equal(formatHolidays(reading.value), '2026-12-25 Christmas Day\n2027-01-01');
  });

  it('name the line that is wrong', () => {
    for (const text of ['24.12.2026 9-12', '2026-02-30 closed', 'Christmas']) {
      const reading = parseDateHours(`2026-12-24 9-12\n${text}`);
      assert.ok(!reading.ok && reading.message.includes(`“${text}”`));
      assert.ok(!parseHolidays(text).ok);
    }
    assert.deepEqual(parseDateHours('2026-12-24 noon'), {
      ok: false,
      message: '2026-12-24: “noon” is not a time range. Write hours such as 09:00–12:00, 13:00–17:00.',
    });
  });
});
