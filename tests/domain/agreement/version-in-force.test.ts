import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { findTimeInForce, findVersionInForce, listVersionsFrom } from '../../../src/domain/agreement/version-in-force.ts';

const version = (number: number, effectiveAt: number) => ({ number, effectiveAt });

describe('findVersionInForce', () => {
  it('is none before the first and includes the effective instant', () => {
    const versions = [version(1, 100), version(2, 200)];
    assert.equal(findVersionInForce(versions, 99), undefined);
    assert.equal(findVersionInForce(versions, 100)?.number, 1);
    assert.equal(findVersionInForce(versions, 199)?.number, 1);
    assert.equal(findVersionInForce(versions, 200)?.number, 2);
  });

  it('lets a newer version that takes effect sooner replace one that waits, for good', () => {
    const versions = [version(1, 100), version(2, 900), version(3, 300)];
    assert.deepEqual(
      [299, 300, 899, 900, 5000].map((at) => findVersionInForce(versions, at)?.number),
      [1, 3, 3, 3, 3],
    );
  });

  it('keeps both of two scheduled versions when the newer one takes effect later', () => {
    const versions = [version(1, 0), version(2, 50), version(3, 70)];
    assert.deepEqual(
      [49, 50, 69, 70].map((at) => findVersionInForce(versions, at)?.number),
      [1, 2, 2, 3],
    );
  });

  it('prefers the higher number of two that take effect together', () => {
    assert.equal(findVersionInForce([version(2, 50), version(1, 50)], 50)?.number, 2);
  });
});

describe('findTimeInForce', () => {
  it('ends when the next version takes effect', () => {
    const versions = [version(1, 100), version(2, 200)];
    assert.deepEqual(findTimeInForce(versions, 1), { fromAt: 100, toAt: 200 });
    assert.deepEqual(findTimeInForce(versions, 2), { fromAt: 200, toAt: null });
  });

  it('is undefined for a version that was replaced before its day, or that does not exist', () => {
    const versions = [version(1, 100), version(2, 900), version(3, 300)];
    assert.equal(findTimeInForce(versions, 2), undefined);
    assert.equal(findTimeInForce(versions, 4), undefined);
    assert.deepEqual(
      listVersionsFrom(versions, 200).map(({ number }) => number),
      [1, 3],
    );
  });

  it('agrees with findVersionInForce at every instant', () => {
    const schedule = fc
      .array(fc.integer({ min: 0, max: 30 }), { maxLength: 6 })
      .map((instants) => instants.map((at, i) => version(i + 1, at)));
    fc.assert(
      fc.property(schedule, fc.integer({ min: 0, max: 40 }), (versions, at) => {
        const inForce = versions.filter(({ number }) => {
          const time = findTimeInForce(versions, number);
          return time !== undefined && time.fromAt <= at && (time.toAt === null || at < time.toAt);
        });
        assert.deepEqual(
          inForce,
          [findVersionInForce(versions, at)].filter((found) => found !== undefined),
        );
      }),
    );
  });
});
