import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findQuantileRanks } from '../../../src/domain/compliance/quantile-ranks.ts';
import { countKept, findStrictestTarget, joinWaits, LONGEST_TARGET_SECONDS, type Waits } from '../../../src/domain/promise/waits.ts';

const sorted = (numbers: number[]) => Int32Array.from(numbers).sort();
const waits = fc
  .record({
    answered: fc.array(fc.array(fc.nat({ max: 400 }), { maxLength: 12 }).map(sorted), { maxLength: 4 }),
    waiting: fc.array(fc.nat({ max: 400 }), { maxLength: 6 }).map(sorted),
    never: fc.nat({ max: 3 }),
  })
  .map((given): Waits => given);
const objective = fc.integer({ min: 100, max: 10_000 }).map((points) => points / 100);

/** The rule by itself: at every second whether each message is met, breached or neither. */
function countByHand({ answered, waiting, never }: Waits, target: number) {
  const all = answered.flatMap((run) => [...run]);
  return {
    met: all.filter((seconds) => seconds <= target).length,
    breached: all.filter((seconds) => seconds > target).length + [...waiting].filter((seconds) => seconds > target).length + never,
  };
}

test('a target is counted as if each message were looked at', () => {
  fc.assert(
    fc.property(waits, fc.nat({ max: 420 }), (given, target) => {
      assert.deepEqual(countKept(given, target), countByHand(given, target));
      assert.deepEqual(countKept(joinWaits([given, given]), target), {
        met: 2 * countByHand(given, target).met,
        breached: 2 * countByHand(given, target).breached,
      });
    }),
  );
});

test('the strictest target is the first second of all at which the objective is reached', () => {
  fc.assert(
    fc.property(waits, objective, (given, percent) => {
      const reaches = (target: number) => {
        const { met, breached } = countByHand(given, target);
        return met + breached > 0 && met * 10_000 >= Math.round(percent * 100) * (met + breached);
      };
      const byHand = Array.from({ length: 420 }, (_, index) => index + 1).find(reaches) ?? null;
      const found = findStrictestTarget(given, percent);
      if (byHand !== null) assert.equal(found?.seconds, byHand);
      else assert.ok(found === undefined || found.seconds === null);
      if (found?.seconds != null && found.lower !== null) assert.ok(found.lower <= found.seconds);
      if (found?.seconds != null && found.upper !== null && given.waiting.length === 0) assert.ok(found.upper >= found.seconds);
    }),
  );
});

test('too many that were never answered leave no target; nothing decided is no answer', () => {
  assert.equal(findStrictestTarget({ answered: [], waiting: sorted([]), never: 0 }, 90), undefined);
  assert.equal(findStrictestTarget({ answered: [sorted([5])], waiting: sorted([]), never: 1 }, 90)?.seconds, null);
  assert.deepEqual(findStrictestTarget({ answered: [], waiting: sorted([LONGEST_TARGET_SECONDS - 1]), never: 0 }, 90), undefined);
});

/** P(B = k) of a binomial by the definition. */
function weigh(count: number, part: number): number[] {
  let row = [1];
  for (let n = 0; n < count; n++) {
    const next = new Array<number>(row.length + 1).fill(0);
    row.forEach((weight, k) => {
      next[k] = (next[k] ?? 0) + weight * (1 - part);
      next[k + 1] = (next[k + 1] ?? 0) + weight * part;
    });
    row = next;
  }
  return row;
}

test('ranks of an interval hold at least 95 %, and neither could be nearer', () => {
  assert.deepEqual(findQuantileRanks(10, 50), { lower: 2, upper: 9 });
  assert.deepEqual(findQuantileRanks(0, 90), { lower: 0, upper: 1 });
  assert.deepEqual(findQuantileRanks(20, 100), { lower: 20, upper: 21 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 120 }), fc.integer({ min: 100, max: 9_999 }), (count, points) => {
      const weights = weigh(count, points / 10_000);
      const sum = (from: number, to: number) => weights.slice(from, to).reduce((total, weight) => total + weight, 0);
      const { lower, upper } = findQuantileRanks(count, points / 100);
      // A hair of room for sums in another order.
      assert.ok(sum(0, lower) <= 0.025 + 1e-9 && sum(0, lower + 1) > 0.025 - 1e-9, `lower ${lower}`);
      assert.ok(sum(upper, count + 1) <= 0.025 + 1e-9 && sum(upper - 1, count + 1) > 0.025 - 1e-9, `upper ${upper}`);
    }),
  );
});

test('ranks of very many values are near those of the normal approximation', () => {
  const { lower, upper } = findQuantileRanks(1_000_000, 90);
  assert.ok(Math.abs(lower - (900_000 - 1.96 * 300)) < 3);
  assert.ok(Math.abs(upper - (900_000 + 1.96 * 300)) < 3);
});
