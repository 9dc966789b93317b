import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WaitBar } from '../../src/domain/figures/charts.ts';
import { specifyShares, specifyWaits } from '../../src/render/chart-spec.ts';

const point = (date: string, met: number, decided: number) => ({
  date,
  met,
  decided,
  share: decided === 0 ? undefined : met / decided,
  lower: decided === 0 ? undefined : 0.7014,
  upper: decided === 0 ? undefined : 0.9702,
});

test('shares are cut and never rounded up, their interval is widened, and a day without data stays empty', () => {
  const spec = specifyShares([point('2026-11-23', 8999, 9000), point('2026-11-24', 0, 0)], 90, '30d');
  assert.deepEqual(spec, {
    kind: 'share',
    labels: ['23 Nov', '24 Nov'],
    shares: [99.9, null],
    lowers: [70.1, null],
    uppers: [97.1, null],
    messages: [9000, 0],
    objectivePercent: 90,
  });
});

test('the months of a year are told with their year', () => {
  assert.deepEqual(specifyShares([point('2025-12-25', 1, 1)], 90, '12m').labels, ['25 Dec 25']);
});

const bars = (messages: [within: number, atTarget: number, late: number, longer: number, never: number]): WaitBar[] => [
  { upToSeconds: 1800, kind: 'within', messages: messages[0] },
  { upToSeconds: 3600, kind: 'within', messages: messages[1] },
  { upToSeconds: 7200, kind: 'late', messages: messages[2] },
  { upToSeconds: null, kind: 'late', messages: messages[3] },
  { upToSeconds: null, kind: 'unanswered', messages: messages[4] },
];

test('bars are named by their end; the last two by what they hold', () => {
  const spec = specifyWaits(bars([5, 4, 3, 2, 1]), 3600, 'elapsed');
  assert.deepEqual(spec.labels, ['up to 30\u00a0min', 'up to 1\u00a0h', 'up to 2\u00a0h', 'over 2\u00a0h', 'not answered']);
  assert.deepEqual(spec.messages, [5, 4, 3, 2, 1]);
  assert.deepEqual(spec.kinds, ['within', 'within', 'late', 'late', 'unanswered']);
  assert.equal(spec.target, '1\u00a0h');
});

test('empty bars at the far end are left out, those up to the target never', () => {
  assert.deepEqual(specifyWaits(bars([5, 0, 0, 0, 0]), 3600, 'elapsed').messages, [5, 0]);
  assert.deepEqual(specifyWaits(bars([5, 0, 0, 2, 0]), 3600, 'elapsed').messages, [5, 0, 0, 2]);
  assert.deepEqual(specifyWaits(bars([5, 0, 0, 0, 1]), 3600, 'elapsed').messages, [5, 0, 1]);
});
