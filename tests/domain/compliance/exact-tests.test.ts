import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findDiscoveries, logChanceOfBinomial, logChanceOfFewer, logChanceOfMore } from '../../../src/domain/compliance/exact-tests.ts';

const isNear = (actual: number, expected: number, message?: string) =>
  assert.ok(Math.abs(actual - expected) < 1e-9 * Math.max(1, Math.abs(expected)), message ?? `${actual} is not ${expected}`);

/** Choices in whole numbers. */
function choose(of: bigint, chosen: bigint): bigint {
  if (chosen < 0n || chosen > of) return 0n;
  let ways = 1n;
  for (let index = 1n; index <= chosen; index++) ways = (ways * (of - chosen + index)) / index;
  return ways;
}

test('the lady who tastes tea: 3 or more of 4, where 4 of 8 had milk first', () => {
  isNear(Math.exp(logChanceOfMore({ marked: 3, size: 4, allMarked: 4, allSize: 8 })), 17 / 70);
  isNear(Math.exp(logChanceOfMore({ marked: 4, size: 4, allMarked: 4, allSize: 8 })), 1 / 70);
  isNear(Math.exp(logChanceOfFewer({ marked: 0, size: 4, allMarked: 4, allSize: 8 })), 1 / 70);
});

test('Fisher’s test is the sum of all arrangements counted in whole numbers', () => {
  const groups = fc
    .record({ allSize: fc.integer({ min: 1, max: 60 }), a: fc.nat(60), b: fc.nat(60), c: fc.nat(60) })
    .map(({ allSize, a, b, c }) => ({ allSize, allMarked: a % (allSize + 1), size: b % (allSize + 1), marked: c }))
    .map((given) => ({ ...given, marked: given.marked % (Math.min(given.size, given.allMarked) + 1) }));
  fc.assert(
    fc.property(groups, ({ allSize, allMarked, size, marked }) => {
      let ways = 0n;
      for (let count = BigInt(marked); count <= BigInt(Math.min(size, allMarked)); count++) {
        ways += choose(BigInt(allMarked), count) * choose(BigInt(allSize - allMarked), BigInt(size) - count);
      }
      const chance = Number((ways * 10n ** 15n) / choose(BigInt(allSize), BigInt(size))) / 1e15;
      assert.ok(Math.abs(Math.exp(logChanceOfMore({ marked, size, allMarked, allSize })) - chance) < 1e-9);
    }),
  );
});

test('chances far below what a number can hold keep their order', () => {
  const small = logChanceOfMore({ marked: 2000, size: 2000, allMarked: 2500, allSize: 100_000 });
  const smaller = logChanceOfMore({ marked: 2400, size: 2400, allMarked: 2500, allSize: 100_000 });
  assert.ok(smaller < small && small < -1000);
});

test('the binomial test', () => {
  isNear(Math.exp(logChanceOfBinomial(2, 2, 0.1)), 0.01);
  isNear(Math.exp(logChanceOfBinomial(1, 3, 0.5)), 7 / 8);
  assert.equal(logChanceOfBinomial(0, 5, 0.1), 0);
  assert.equal(logChanceOfBinomial(1, 5, 0), Number.NEGATIVE_INFINITY);
});

test('discoveries: a chance of 1 in 100 means little among a hundred, and a very small one still does', () => {
  assert.deepEqual(findDiscoveries([Math.log(0.01)], 0.05), [true]);
  const many = Array.from({ length: 100 }, () => Math.log(0.5));
  assert.deepEqual(new Set(findDiscoveries([Math.log(0.01), ...many], 0.05)), new Set([false]));
  assert.deepEqual(findDiscoveries([Math.log(1e-6), ...many], 0.05).slice(0, 2), [true, false]);
  assert.deepEqual(findDiscoveries([], 0.05), []);
});

test('discoveries by hand: of 0.005, 0.009 and 0.5 at 5 %, the bounds are 0.0091, 0.0182 and 0.0273', () => {
  assert.deepEqual(findDiscoveries([0.5, 0.009, 0.005].map(Math.log), 0.05), [false, true, true]);
});
