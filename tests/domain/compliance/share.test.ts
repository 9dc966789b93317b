import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatShare, reachesObjective, toBasisPoints } from '../../../src/domain/compliance/share.ts';

test('a percentage has at most two decimals', () => {
  for (let points = 0; points <= 10_000; points++) assert.equal(toBasisPoints(points / 100), points);
  for (const percent of [-1, 100.01, 99.999, 0.001, Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.throws(() => toBasisPoints(percent), RangeError);
  }
});

test('the objective is reached exactly, without rounding', () => {
  assert.equal(reachesObjective({ met: 9, breached: 1 }, 90), true);
  assert.equal(reachesObjective({ met: 199, breached: 1 }, 99.5), true);
  assert.equal(reachesObjective({ met: 8_999_999, breached: 1_000_001 }, 90), false);
  assert.equal(reachesObjective({ met: 0, breached: 0 }, 90), undefined);
});

test('a share is cut, never rounded up', () => {
  assert.equal(formatShare({ met: 8999, breached: 1001 }), '89\u00a0%');
  assert.equal(formatShare({ met: 8999, breached: 1001 }, 1), '89.9\u00a0%');
  assert.equal(formatShare({ met: 9999, breached: 1 }), '99\u00a0%');
  assert.equal(formatShare({ met: 9999, breached: 1 }, 1), '99.9\u00a0%');
  assert.equal(formatShare({ met: 1, breached: 999 }, 2), '0.10\u00a0%');
  assert.equal(formatShare({ met: 1, breached: 0 }), '100\u00a0%');
  assert.equal(formatShare({ met: 0, breached: 7 }, 1), '0.0\u00a0%');
  assert.equal(formatShare({ met: 0, breached: 0 }), undefined);
});

test('the share shown is the largest number not above the share', () => {
  const some = fc.nat({ max: 100_000_000 });
  fc.assert(
    fc.property(some, some, fc.constantFrom(0 as const, 1 as const, 2 as const), (met, breached, decimals) => {
      const text = formatShare({ met, breached }, decimals);
      if (text === undefined) return assert.equal(met + breached, 0);
      const shown = BigInt(text.replace(/[^\d]/g, ''));
      const scaled = BigInt(met) * 100n * 10n ** BigInt(decimals);
      assert.equal(shown, scaled / BigInt(met + breached));
    }),
  );
});

test('one more met never loses the objective, one more breached never wins it', () => {
  const some = fc.nat({ max: 10_000 });
  const percent = fc.integer({ min: 0, max: 10_000 }).map((points) => points / 100);
  fc.assert(
    fc.property(some, some, percent, (met, breached, objective) => {
      const reached = reachesObjective({ met, breached }, objective);
      if (reached === true) assert.equal(reachesObjective({ met: met + 1, breached }, objective), true);
      if (reached === false) assert.equal(reachesObjective({ met, breached: breached + 1 }, objective), false);
    }),
  );
});
