import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { calendarForm } from '../../../src/domain/agreement/agreement.ts';
import type { CalendarRules } from '../../../src/domain/calendar/calendar.ts';
import { countsSameHours } from '../../../src/domain/promise/study-promise.ts';
import { countOnHours, listHours, tryHours } from '../../../src/domain/promise/try-hours.ts';
import { scene } from '../calendar/arbitrary-calendar.ts';
import { countOpenSeconds, listOpenMinutes } from '../calendar/brute-force.ts';

const DAY = 86_400;
/** Monday, 2026-03-02, 09:00 UTC: 10:00 in Berlin. */
const MONDAY = 1_772_442_000;
const office = calendarForm.parse({
  id: 'office',
  name: 'Office',
  rules: {
    timeZone: 'Europe/Berlin',
    week: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [['09:00', '17:00']]])),
    holidays: ['2026-03-06'],
  },
});

test('waits on other hours are what a clock on the wall counts minute by minute', () => {
  const wait = fc.record({ from: fc.nat({ max: 2 * DAY }), takes: fc.option(fc.nat({ max: 2 * DAY })) });
  fc.assert(
    fc.property(scene, fc.array(wait, { minLength: 1, maxLength: 6 }), ({ rules, changeAt }, given) => {
      const startAt = changeAt - DAY - (changeAt % 60);
      const now = startAt + 3 * DAY;
      const open = listOpenMinutes(rules, startAt, 3 * 1440);
      const waits = given.map(({ from, takes }) => ({
        askedAt: startAt + from,
        answeredAt: takes === null ? null : startAt + from + takes,
      }));
      const byHand = (isAnswered: boolean) =>
        waits
          .filter(({ answeredAt }) => (answeredAt !== null && answeredAt <= now) === isAnswered)
          .map(({ askedAt, answeredAt }) => countOpenSeconds(open, startAt, askedAt, isAnswered ? (answeredAt ?? now) : now))
          .sort((a, b) => a - b);
      const counted = countOnHours(waits, rules, now);
      assert.deepEqual([...(counted.answered[0] ?? [])], byHand(true));
      assert.deepEqual([...counted.waiting], byHand(false));
    }),
    { numRuns: 15 },
  );
});

test('the present hours come first, then others, none twice', () => {
  const words = listHours([office], 'office', 'Asia/Tokyo').map(({ words, isPresent }) => [words, isPresent]);
  assert.deepEqual(words, [
    ['Monday to Friday 09:00 to 17:00, except holidays', true],
    ['Monday to Friday 08:00 to 20:00, except holidays', false],
    ['Monday to Saturday 08:00 to 20:00, except holidays', false],
    ['every day 08:00 to 22:00, except holidays', false],
    ['day and night', false],
  ]);
  const elapsed = listHours([office], null, 'Asia/Tokyo');
  assert.deepEqual(elapsed[0], { id: 'elapsed', words: 'day and night', rules: null, isPresent: true });
  assert.equal(elapsed.find(({ id }) => id === 'workdays-8-20')?.rules?.timeZone, 'Asia/Tokyo');
});

test('a night is long by day and night and short in office hours', () => {
  // Asked at 16:59 in Berlin, answered at 09:01 the next morning.
  const askedAt = MONDAY + 7 * 3_600 - 60;
  const waits = [{ askedAt, answeredAt: askedAt + 16 * 3_600 + 120 }];
  const [present, , , , elapsed] = tryHours(waits, listHours([office], 'office', 'Europe/Berlin'), {
    targetSeconds: 3_600,
    objectivePercent: 90,
    now: askedAt + DAY,
  });
  assert.equal(present?.strictest?.seconds, 120);
  assert.deepEqual(present?.kept, { met: 1, breached: 0 });
  assert.equal(elapsed?.strictest?.seconds, 16 * 3_600 + 120);
  assert.deepEqual(elapsed?.kept, { met: 0, breached: 1 });
});

test('hours are the same whatever their holidays and the order they are written in', () => {
  const { rules } = office;
  const turned: CalendarRules = { ...rules, week: Object.fromEntries(Object.entries(rules.week).reverse()), holidays: [] };
  assert.equal(countsSameHours(rules, turned), true);
  assert.equal(countsSameHours(rules, { ...rules, week: { ...rules.week, sat: [['09:00', '12:00']] } }), false);
  assert.equal(countsSameHours(rules, { ...rules, timeZone: 'Europe/Paris' }), false);
  assert.equal(countsSameHours(rules, null), false);
  assert.equal(countsSameHours(null, null), true);
});
