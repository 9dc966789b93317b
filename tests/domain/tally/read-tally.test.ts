import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { countBelow } from '../../../src/domain/tally/read-tally.ts';

const run = fc.array(fc.integer({ min: 0, max: 30 })).map((seconds) => Int32Array.from(seconds).sort());

test('what is below a bound is counted between the ends that are known', () => {
  fc.assert(
    fc.property(run, fc.integer({ min: -1, max: 32 }), (seconds, bound) => {
      const expected = seconds.filter((one) => one < bound).length;
      assert.equal(countBelow(seconds, bound), expected);
      assert.equal(countBelow(seconds, bound, Math.max(0, expected - 1), Math.min(seconds.length, expected + 1)), expected);
    }),
  );
});
