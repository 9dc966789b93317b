import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findNearestRank } from '../../../src/domain/compliance/percentile.ts';
import { findRankInRuns } from '../../../src/domain/tally/rank-runs.ts';

const GREATEST = 2 ** 31 - 1;

function checkRank(runs: readonly Int32Array[], unanswered: number, percent: number): void {
  const sortedSeconds = Int32Array.from(runs.flatMap((seconds) => [...seconds])).sort();
  assert.equal(findRankInRuns(runs, unanswered, percent), findNearestRank({ sortedSeconds, unanswered }, percent));
}

const run = fc.array(fc.integer({ min: 0, max: 30 })).map((seconds) => Int32Array.from(seconds).sort());

test('the rank in runs is the nearest rank of all their seconds together', () => {
  fc.assert(fc.property(fc.array(run, { maxLength: 6 }), fc.nat({ max: 5 }), fc.integer({ min: 0, max: 100 }), checkRank), {
    numRuns: 500,
  });
});

/** Thousands of seconds in as many runs as a quarter has days, spread by a power: 1 evenly, more with ever fewer that are long. */
const manyRuns = fc
  .record({
    seed: fc.nat({ max: 1_000_000 }),
    runs: fc.integer({ min: 1, max: 92 }),
    power: fc.integer({ min: 1, max: 12 }),
    step: fc.constantFrom(1, 60, 1_000_000, GREATEST),
    drift: fc.constantFrom(0, 1_000, 20_000_000),
  })
  .map(({ seed, runs, power, step, drift }) => {
    let state = seed;
    const draw = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    };
    const second = (i: number) => Math.min(GREATEST, i * drift + Math.floor((draw() ** power * GREATEST) / step) * step);
    return Array.from({ length: runs }, (_, i) => Int32Array.from({ length: Math.floor(draw() * 400) }, () => second(i)).sort());
  });

test('however many seconds there are and however they are spread, many alike or each day another', () => {
  fc.assert(fc.property(manyRuns, fc.nat({ max: 50 }), fc.integer({ min: 0, max: 100 }), checkRank), { numRuns: 300 });
});

test('thousands that are all the same, or all but one', () => {
  const same = Array.from({ length: 20 }, () => new Int32Array(400).fill(GREATEST));
  const other = [...same, Int32Array.of(0)];
  for (const percent of [0, 1, 50, 100]) for (const runs of [same, other]) checkRank(runs, 3, percent);
});
