import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ALWAYS_OPEN_WEEK, type CalendarRules } from '../../../src/domain/calendar/calendar.ts';
import { compileCalendar } from '../../../src/domain/calendar/compile-calendar.ts';
import { parseInstant } from '../../../src/domain/instant.ts';

const at = parseInstant;

function compile(rules: Partial<CalendarRules>) {
  return compileCalendar({
    timeZone: 'Etc/UTC',
    week: {},
    holidays: [],
    dateOverrides: {},
    breaks: {},
    ...rules,
  });
}

test('a calendar that is always open counts every second and never changes', () => {
  const calendar = compile({ week: ALWAYS_OPEN_WEEK, timeZone: 'Europe/Berlin' });
  const fromAt = at('2024-03-30T12:34:56Z');
  assert.equal(calendar.elapsedSeconds(fromAt, at('2044-11-01T00:00:00Z')), at('2044-11-01T00:00:00Z') - fromAt);
  assert.equal(calendar.addSeconds(fromAt, 1_000_000_000), fromAt + 1_000_000_000);
  assert.equal(calendar.latestInstantWithin(fromAt, 60), fromAt + 60);
  assert.equal(calendar.nextChange(fromAt), null);
});

test('a holiday far ahead is a change of an always open calendar', () => {
  const calendar = compile({ week: ALWAYS_OPEN_WEEK, holidays: ['2044-12-25'] });
  assert.equal(calendar.nextChange(at('2024-01-01T00:00:00Z')), at('2044-12-25T00:00:00Z'));
  assert.equal(calendar.nextChange(at('2044-12-25T10:00:00Z')), at('2044-12-26T00:00:00Z'));
  assert.equal(calendar.nextChange(at('2044-12-26T00:00:00Z')), null);
});

test('with hours for single dates only, open time ends', () => {
  const calendar = compile({ dateOverrides: { '2025-03-03': [['09:00', '10:00']] } });
  const fromAt = at('2025-03-03T09:30:00Z');
  assert.equal(calendar.addSeconds(fromAt, 1800), at('2025-03-03T10:00:00Z'));
  assert.equal(calendar.addSeconds(fromAt, 1801), null);
  assert.equal(calendar.latestInstantWithin(fromAt, 1800), null);
  assert.equal(calendar.latestInstantWithin(fromAt, 1799), at('2025-03-03T09:59:59Z'));
  assert.equal(calendar.nextChange(at('2000-01-01T00:00:00Z')), at('2025-03-03T09:00:00Z'));
  assert.equal(calendar.nextChange(at('2025-03-03T10:00:00Z')), null);
  assert.equal(calendar.addSeconds(at('2044-01-01T00:00:00Z'), 1), null);
});

test('a calendar without any hours answers too', () => {
  const calendar = compile({});
  assert.equal(calendar.isOpen(0), false);
  assert.equal(calendar.elapsedSeconds(-1e9, 1e9), 0);
  assert.equal(calendar.addSeconds(0, 0), 0);
  assert.equal(calendar.addSeconds(0, 1), null);
  assert.equal(calendar.latestInstantWithin(0, 0), null);
  assert.equal(calendar.nextChange(0), null);
});

test('a break closes by the clock on the wall, whichever date the shift belongs to', () => {
  const calendar = compile({
    week: { mon: [['22:00', '06:00']] },
    breaks: { '2024-07-02': [['02:00', '03:00']] },
  });
  assert.equal(calendar.elapsedSeconds(at('2024-07-01T00:00:00Z'), at('2024-07-03T00:00:00Z')), 7 * 3600);
  assert.equal(calendar.isOpen(at('2024-07-02T02:30:00Z')), false);
});

test('shifts of two dates that overlap are one', () => {
  const calendar = compile({ week: { mon: [['12:00', '11:00']], tue: [['10:00', '20:00']] } });
  assert.equal(calendar.nextChange(at('2024-07-01T12:00:00Z')), at('2024-07-02T20:00:00Z'));
});

test('counts to the second where local mean time has seconds', () => {
  const calendar = compile({ timeZone: 'Europe/Berlin', week: ALWAYS_OPEN_WEEK, holidays: ['1890-01-02'] });
  // Berlin was 53 min 28 s ahead of UTC.
  assert.equal(calendar.nextChange(at('1890-01-01T00:00:00Z')), at('1890-01-01T23:06:32Z'));
});

test('seconds to add must be whole and not negative', () => {
  const calendar = compile({ week: ALWAYS_OPEN_WEEK });
  for (const seconds of [-1, 0.5, Number.NaN]) {
    assert.throws(() => calendar.addSeconds(0, seconds), RangeError);
    assert.throws(() => calendar.latestInstantWithin(0, seconds), RangeError);
  }
});

test('an unknown zone is refused at the first question', () => {
  assert.throws(() => compile({ timeZone: 'Europe/Atlantis' }).isOpen(0), RangeError);
});
