import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { calendarRulesForm } from '../../../src/domain/calendar/calendar.ts';
import { compileCalendar } from '../../../src/domain/calendar/compile-calendar.ts';
import { parseInstant } from '../../../src/domain/instant.ts';
import { describeTimeLeft, readTimeLeft } from '../../../src/domain/queue/time-left.ts';

const week = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [['09:00', '17:00']]]));
const office = compileCalendar(calendarRulesForm.parse({ timeZone: 'Etc/UTC', week }));
const at = (text: string) => parseInstant(`2026-03-${text}:00Z`);
const words = (dueAt: number | null, breachAt: number | null, now: number, clock: 'elapsed' | 'working' = 'elapsed') => {
  const left = readTimeLeft({ dueAt, breachAt }, clock === 'working' ? office : null, now);
  return `${left.urgency}: ${describeTimeLeft(left, clock).replaceAll('\u00a0', ' ')}`;
};

describe('time left', () => {
  test('is rounded down, and time exceeded up', () => {
    const due = at('02T12:00');
    assert.equal(words(due, due, due - 7_301), 'running: 2 h 1 min left');
    assert.equal(words(due, due, due - 3 * 86_400 - 7_199), 'running: 3 d 1 h left');
    assert.equal(words(due, due, due - 119), 'soon: 1 min left');
    assert.equal(words(due, due, due - 59), 'soon: 59 s left');
    assert.equal(words(due, due, due), 'soon: 0 s left');
    assert.equal(words(due, due, due + 1), 'breached: 1 s over');
    assert.equal(words(due, due, due + 61), 'breached: 2 min over');
  });

  test('counts opening hours alone on a clock that follows them', () => {
    // Friday 15:00, due Monday 10:00: two hours and one.
    const due = at('09T10:00');
    assert.equal(words(due, due, at('06T15:00'), 'working'), 'running: 3 h left');
    assert.equal(words(due, due, at('07T12:00'), 'working'), 'running: 1 h left');
    assert.equal(words(due, due, at('10T10:30'), 'working'), 'breached: 8 h 30 min over');
  });

  test('is none, but nothing is breached, from closing time to the next opening', () => {
    const [closing, opening] = [at('06T17:00'), at('09T09:00')];
    assert.equal(words(closing, opening, at('07T12:00'), 'working'), 'soon: 0 s left');
    assert.equal(words(closing, opening, opening + 60, 'working'), 'breached: 1 min over');
  });

  test('stands while the clock does', () => assert.equal(words(null, null, at('02T12:00')), 'paused: clock stopped'));
});
