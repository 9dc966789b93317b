import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Counts } from '../../../src/domain/compliance/counts.ts';
import { reachesObjective } from '../../../src/domain/compliance/share.ts';
import { judgeCompliance, type Verdict } from '../../../src/domain/compliance/verdict.ts';
import { wilsonInterval } from '../../../src/domain/compliance/wilson.ts';

const HOUR = 3_600;

function toCounts(met: number, breached: number, lateExcluded = 0): Counts {
  return { met, breached, running: 0, excluded: lateExcluded, lateExcluded };
}

function verdict(counts: Counts, objectivePercent = 90): Verdict {
  return judgeCompliance(counts, objectivePercent, 0, 0).verdict;
}

test('the interval is that of published tables', () => {
  const close = (got: number | undefined, expected: number) => assert.ok(Math.abs((got ?? Number.NaN) - expected) < 5e-5, `${got}`);
  close(wilsonInterval(9, 10)?.lower, 0.5958);
  close(wilsonInterval(9, 10)?.upper, 0.9821);
  close(wilsonInterval(81, 263)?.lower, 0.2553);
  close(wilsonInterval(81, 263)?.upper, 0.3662);
  assert.equal(wilsonInterval(0, 20)?.lower, 0);
  assert.equal(wilsonInterval(20, 20)?.upper, 1);
  assert.equal(wilsonInterval(0, 0), undefined);
  assert.throws(() => wilsonInterval(2, 1), RangeError);
});

test('each verdict has its place', () => {
  assert.equal(verdict(toCounts(1000, 0)), 'kept');
  assert.equal(verdict(toCounts(10, 0)), 'kept-so-far');
  assert.equal(verdict(toCounts(9, 1)), 'kept-so-far');
  assert.equal(verdict(toCounts(8, 2)), 'at-risk');
  assert.equal(verdict(toCounts(5, 5)), 'not-kept');
  assert.equal(verdict(toCounts(9, 0)), 'too-few');
  assert.equal(verdict(toCounts(0, 9)), 'too-few');
});

test('an objective of 100 % is never more than kept so far, and one breach loses it', () => {
  assert.equal(verdict(toCounts(100_000, 0), 100), 'kept-so-far');
  assert.equal(verdict(toCounts(99_999, 1), 100), 'not-kept');
});

test('no data is too few, and said to be none', () => {
  const judgement = judgeCompliance(toCounts(0, 0), 90, null, 0);
  assert.deepEqual([judgement.verdict, judgement.hasData, judgement.interval], ['too-few', false, undefined]);
  assert.equal(judgeCompliance(toCounts(1, 0), 90, 0, 0).hasData, true);
});

test('a source is stale after 48 hours without a sign of life', () => {
  assert.equal(judgeCompliance(toCounts(1000, 0), 90, 0, 48 * HOUR).verdict, 'kept');
  assert.equal(judgeCompliance(toCounts(1000, 0), 90, 0, 48 * HOUR + 1).verdict, 'stale');
});

test('late exclusions hide nothing: the verdict is the worse of the two', () => {
  assert.equal(verdict(toCounts(1000, 0, 0)), 'kept');
  assert.equal(verdict(toCounts(1000, 0, 1000)), 'not-kept');
  assert.equal(verdict(toCounts(9, 0, 9)), 'not-kept');
  assert.equal(verdict(toCounts(5, 0, 2)), 'too-few');
  const judgement = judgeCompliance(toCounts(95, 5, 10), 90, 0, 0);
  assert.deepEqual(judgement.withLateExclusions?.counts, { met: 95, breached: 15, running: 0, excluded: 0, lateExcluded: 0 });
  assert.equal(judgeCompliance(toCounts(95, 5), 90, 0, 0).withLateExclusions, undefined);
});

test('verdicts agree with the exact share, and late exclusions never better them', () => {
  const some = fc.nat({ max: 2000 });
  const objective = fc.integer({ min: 0, max: 10_000 }).map((points) => points / 100);
  const order: Verdict[] = ['kept', 'kept-so-far', 'too-few', 'at-risk', 'not-kept'];
  fc.assert(
    fc.property(some, some, fc.nat({ max: 50 }), objective, (met, breached, late, percent) => {
      const plain = verdict(toCounts(met, breached), percent);
      if (met + breached >= 10) {
        assert.equal(plain === 'kept' || plain === 'kept-so-far', reachesObjective({ met, breached }, percent));
      }
      assert.ok(order.indexOf(verdict(toCounts(met, breached, late), percent)) >= order.indexOf(plain));
      const interval = wilsonInterval(met, met + breached);
      if (interval === undefined) return;
      const share = met / (met + breached);
      assert.ok(0 <= interval.lower && interval.lower <= share && share <= interval.upper && interval.upper <= 1);
    }),
  );
});
