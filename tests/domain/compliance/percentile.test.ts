import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findNearestRank, interpolatePercentile } from '../../../src/domain/compliance/percentile.ts';

const waits = fc.record({
  sortedSeconds: fc.array(fc.nat({ max: 1_000_000 }), { maxLength: 60 }).map((seconds) => seconds.sort((a, b) => a - b)),
  unanswered: fc.nat({ max: 20 }),
});
const points = fc.integer({ min: 0, max: 10_000 });

test('ranks are whole where a product of fractions would miss them', () => {
  const ten = { sortedSeconds: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], unanswered: 0 };
  assert.equal(findNearestRank(ten, 90), 9);
  assert.equal(findNearestRank(ten, 70), 7);
  assert.equal(findNearestRank(ten, 100), 10);
  assert.equal(findNearestRank(ten, 0), 1);
});

test('a percentile can be that nobody answered', () => {
  assert.equal(findNearestRank({ sortedSeconds: [1, 2, 3], unanswered: 7 }, 30), 3);
  assert.equal(findNearestRank({ sortedSeconds: [1, 2, 3], unanswered: 7 }, 31), 'unanswered');
  assert.equal(findNearestRank({ sortedSeconds: [], unanswered: 1 }, 50), 'unanswered');
  assert.equal(findNearestRank({ sortedSeconds: [], unanswered: 0 }, 50), undefined);
  assert.equal(interpolatePercentile({ sortedSeconds: [], unanswered: 0 }, 50), undefined);
});

test('interpolation takes no part of a value of weight nothing', () => {
  assert.equal(interpolatePercentile({ sortedSeconds: [10, 20], unanswered: 1 }, 50), 20);
  assert.equal(interpolatePercentile({ sortedSeconds: [10, 20], unanswered: 1 }, 51), 'unanswered');
  assert.equal(interpolatePercentile({ sortedSeconds: [10, 20], unanswered: 0 }, 25), 12.5);
});

test('nearest rank is the first value that enough are at or below', () => {
  fc.assert(
    fc.property(waits, points, ({ sortedSeconds, unanswered }, point) => {
      const all = [...sortedSeconds, ...Array<number>(unanswered).fill(Number.POSITIVE_INFINITY)];
      const naive = all.find((value) => all.filter((other) => other <= value).length * 10_000 >= point * all.length);
      const found = findNearestRank({ sortedSeconds, unanswered }, point / 100);
      assert.equal(found === 'unanswered' ? Number.POSITIVE_INFINITY : found, naive);
    }),
  );
});

test('interpolation never leaves the values around it', () => {
  fc.assert(
    fc.property(waits, points, ({ sortedSeconds }, point) => {
      const value = interpolatePercentile({ sortedSeconds, unanswered: 0 }, point / 100);
      if (typeof value !== 'number') return assert.deepEqual([value, sortedSeconds.length], [undefined, 0]);
      const position = (point / 10_000) * (sortedSeconds.length - 1);
      assert.ok(value >= Number(sortedSeconds[Math.floor(position + 1e-9)]));
      assert.ok(value <= Number(sortedSeconds[Math.ceil(position - 1e-9)]));
    }),
  );
});
