import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { countBreachesLeft } from '../../../src/domain/alert/count-breaches-left.ts';
import { countLateAtPace } from '../../../src/domain/alert/count-late-at-pace.ts';
import { NO_COUNTS } from '../../../src/domain/compliance/counts.ts';

const left = (met: number, breached: number, objective = 90, most = 50) =>
  countBreachesLeft({ ...NO_COUNTS, met, breached }, objective, most);

test('counts exactly how many breaches end a promise', () => {
  assert.equal(left(95, 5), 6);
  assert.equal(left(27, 3), 1);
  assert.equal(left(30, 3), 1);
  assert.equal(left(36, 2), 3);
});

test('a promise that is not kept has none left; too few to tell say nothing; nor does one far from its end', () => {
  assert.equal(left(26, 3), 0);
  assert.equal(left(9, 0), undefined);
  assert.equal(left(1000, 0, 90, 3), undefined);
});

test('late exclusions count as the breaches they hide', () => {
  assert.equal(countBreachesLeft({ ...NO_COUNTS, met: 95, breached: 0, excluded: 5, lateExcluded: 5 }, 90, 50), 6);
});

test('with one breach fewer the share still reaches the objective, with that one it does not', () => {
  const numbers = fc.record({ met: fc.nat(2000), breached: fc.nat(200), objective: fc.integer({ min: 1, max: 100 }) });
  fc.assert(
    fc.property(numbers, ({ met, breached, objective }) => {
      const more = left(met, breached, objective, 10_000);
      if (more === undefined || more === 0) return;
      const reaches = (extra: number) => met * 100 >= objective * (met + breached + extra);
      assert.ok(reaches(more - 1) && !reaches(more));
    }),
  );
});

test('at a pace, who waits longest in line is late first', () => {
  assert.equal(countLateAtPace([600, 1200, 1800], 600), 0);
  assert.equal(countLateAtPace([600, 1100, 1800], 600), 1);
  assert.equal(countLateAtPace([10, 20], Number.POSITIVE_INFINITY), 2);
});
