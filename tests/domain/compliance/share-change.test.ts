import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareShares, describeChange } from '../../../src/domain/compliance/share-change.ts';

test('Newcombe’s own example: 56 of 70 against 48 of 80', () => {
  const change = compareShares({ met: 56, breached: 14 }, { met: 48, breached: 32 });
  assert.ok(change !== undefined);
  assert.equal(change.difference.toFixed(4), '0.2000');
  assert.equal(change.lower.toFixed(4), '0.0524');
  assert.equal(change.upper.toFixed(4), '0.3339');
  assert.equal(change.trend, 'better');
  assert.equal(describeChange(change), '+20.0\u00a0points');
});

test('what chance explains is neither better nor worse, and no data are no change', () => {
  assert.equal(compareShares({ met: 9, breached: 1 }, { met: 8, breached: 2 })?.trend, 'steady');
  assert.equal(compareShares({ met: 10, breached: 90 }, { met: 50, breached: 50 })?.trend, 'worse');
  assert.equal(compareShares({ met: 0, breached: 0 }, { met: 50, breached: 50 }), undefined);
});

test('changes are cut to tenths of a point', () => {
  const change = (difference: number) => describeChange({ difference, lower: 0, upper: 0, trend: 'steady' });
  assert.equal(change(0.0009), 'no change');
  assert.equal(change(-0.0319), '−3.1\u00a0points');
  assert.equal(change(0.001), '+0.1\u00a0points');
});
