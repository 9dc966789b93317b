import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ALWAYS_OPEN_WEEK, calendarRulesForm } from '../../../src/domain/calendar/calendar.ts';
import { calendarRulesSchema } from '../../../src/domain/calendar/find-calendar-problems.ts';

function findPaths(rules: unknown): string[] {
  return (calendarRulesSchema.safeParse(rules).error?.issues ?? []).map(({ path }) => path.join('.'));
}

test('what can be left out is filled in', () => {
  assert.deepEqual(calendarRulesSchema.parse({ timeZone: 'Etc/UTC', week: ALWAYS_OPEN_WEEK }), {
    timeZone: 'Etc/UTC',
    week: ALWAYS_OPEN_WEEK,
    holidays: [],
    dateOverrides: {},
    breaks: {},
  });
});

test('each problem names its field', () => {
  const week = { mon: [['09:00', '17:00']] };
  const cases: [unknown, string][] = [
    [{ timeZone: 'Mars/Olympus', week }, 'timeZone'],
    [{ timeZone: '+01:00', week }, 'timeZone'],
    [{ timeZone: 'Etc/UTC', week: { mon: [['9:00', '17:00']] } }, 'week.mon.0.0'],
    [{ timeZone: 'Etc/UTC', week: { mon: [['24:00', '17:00']] } }, 'week.mon.0.0'],
    [{ timeZone: 'Etc/UTC', week: { mon: [['09:00', '24:01']] } }, 'week.mon.0.1'],
    [{ timeZone: 'Etc/UTC', week: { mon: [['09:00', '09:00']] } }, 'week.mon.0'],
    [{ timeZone: 'Etc/UTC', week, holidays: ['2023-02-29'] }, 'holidays.0'],
    [{ timeZone: 'Etc/UTC', week, dateOverrides: { '2024-1-1': [] } }, 'dateOverrides.2024-1-1'],
    [{ timeZone: 'Etc/UTC', week, breaks: { '2024-01-01': [['10:00', '10:00']] } }, 'breaks.2024-01-01.0'],
    [{ timeZone: 'Etc/UTC', week: {} }, 'week'],
    [{ timeZone: 'Etc/UTC', week: { mon: [] } }, 'week'],
  ];
  for (const [rules, path] of cases) assert.deepEqual(findPaths(rules), [path], JSON.stringify(rules));
});

test('hours of single dates can be all there is, unless they never come', () => {
  const dateOverrides = { '2011-12-30': [['09:00', '17:00']] };
  assert.deepEqual(findPaths({ timeZone: 'Etc/UTC', week: {}, dateOverrides }), []);
  // Samoa went from 29 to 31 December 2011.
  assert.deepEqual(findPaths({ timeZone: 'Pacific/Apia', week: {}, dateOverrides }), ['week']);
  const breaks = { '2011-12-30': [['00:00', '24:00']] };
  assert.deepEqual(findPaths({ timeZone: 'Etc/UTC', week: {}, dateOverrides, breaks }), ['week']);
});

test('midnight ends a day as 24:00 or as 00:00', () => {
  const rules = { timeZone: 'Etc/UTC', week: { mon: [['09:00', '24:00']], tue: [['09:00', '00:00']] } };
  assert.deepEqual(findPaths(rules), []);
  assert.ok(calendarRulesForm.safeParse(rules).success);
});
