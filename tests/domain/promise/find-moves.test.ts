import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findMoves } from '../../../src/domain/promise/find-moves.ts';
import type { UsedTime } from '../../../src/domain/promise/recorded-wait.ts';
import { getDayClock } from '../../../src/domain/tally/day-clock.ts';

/** Monday, 2026-03-02, 00:00 in UTC. */
const MONDAY = 1_772_409_600;
const HOUR = 3_600;
const days = getDayClock('Etc/UTC');

test('the fewest hours are found whose late answers are as many as are missing', () => {
  const at = (hour: number, seconds: number, isAnswered = true): UsedTime => ({ askedAt: MONDAY + hour * HOUR, seconds, isAnswered });
  const messages = [
    at(9, 10),
    at(9, 90),
    at(9, 90),
    at(9, 90),
    at(33, 90),
    at(33, 90),
    at(50, 10),
    at(50, 90),
    at(50, 20, false),
    at(60, 70, false),
  ];
  // 2 of 9 are in time; one still has time left. 70 % of 9 are 7 messages.
  assert.deepEqual(findMoves(messages, { days, targetSeconds: 60, objectivePercent: 70 }), {
    met: 2,
    decided: 9,
    missing: 5,
    hours: [
      { weekday: 0, hour: 9, decided: 4, late: 3 },
      { weekday: 1, hour: 9, decided: 2, late: 2 },
    ],
  });
});

test('moving the late answers of the hours found reaches the objective, and no fewer hours would', () => {
  const message = fc.record({
    askedAt: fc.nat({ max: 12 }).map((hour) => MONDAY + hour * HOUR),
    seconds: fc.nat({ max: 100 }),
    isAnswered: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(message, { maxLength: 60 }), fc.integer({ min: 100, max: 10_000 }), (messages, points) => {
      const { met, decided, missing, hours } = findMoves(messages, { days, targetSeconds: 50, objectivePercent: points / 100 });
      const won = hours.reduce((sum, { late }) => sum + late, 0);
      assert.ok((met + missing) * 10_000 >= points * decided);
      if (missing > 0) assert.ok((met + missing - 1) * 10_000 < points * decided);
      assert.ok(won >= missing);
      assert.ok(won - (hours.at(-1)?.late ?? 0) < missing || missing === 0);
    }),
  );
});
