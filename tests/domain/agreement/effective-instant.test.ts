import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Agreement } from '../../../src/domain/agreement/agreement.ts';
import { planEffect } from '../../../src/domain/agreement/effective-instant.ts';
import { isWeakening } from '../../../src/domain/agreement/is-weakening.ts';
import { findVersionInForce } from '../../../src/domain/agreement/version-in-force.ts';
import { changeCommitment, makeAgreement, makeVersions } from '../../support/agreement.ts';

const NOW = 1_772_442_000;
const DAY = 86_400;
const withTarget = (hours: number, noticePeriodDays = 30): Agreement => ({
  ...changeCommitment(makeAgreement(), 0, { targetSeconds: hours * 3600 }),
  noticePeriodDays,
});
const effectOf = (versions: Parameters<typeof planEffect>[0], next: Agreement, wishedAt = NOW) =>
  planEffect(versions, next, NOW, wishedAt).effectiveAt;

describe('planEffect', () => {
  const eightHours = makeVersions([withTarget(8), NOW - 100 * DAY, NOW - 100 * DAY]);

  it('is at once for the first version, and when asked for later', () => {
    assert.equal(effectOf([], withTarget(8)), NOW);
    assert.equal(effectOf([], withTarget(8), NOW + DAY), NOW + DAY);
    assert.equal(effectOf([], withTarget(8), NOW - DAY), NOW, 'never before it is published');
  });

  it('is at once for a strengthening and after the notice period for a weakening', () => {
    assert.equal(effectOf(eightHours, withTarget(4)), NOW);
    assert.equal(effectOf(eightHours, withTarget(9)), NOW + 30 * DAY);
    assert.equal(effectOf(eightHours, withTarget(9), NOW + 40 * DAY), NOW + 40 * DAY);
  });

  it('counts the notice period of the previous version, not of the new one', () => {
    assert.equal(effectOf(eightHours, withTarget(9, 0)), NOW + 30 * DAY);
    assert.equal(effectOf(eightHours, withTarget(8, 0)), NOW + 30 * DAY, 'a shorter notice is a weakening itself');
    const none = makeVersions([withTarget(8, 0), 0, 0]);
    assert.equal(effectOf(none, withTarget(9, 60)), NOW);
  });

  it('names the version that is weakened, and why', () => {
    const { notices } = planEffect(eightHours, withTarget(9), NOW, NOW);
    assert.deepEqual(
      notices.map(({ number, noticePeriodDays, freeFrom }) => ({ number, noticePeriodDays, freeFrom })),
      [{ number: 1, noticePeriodDays: 30, freeFrom: NOW + 30 * DAY }],
    );
    assert.match(notices[0]?.weakenings[0]?.reason ?? '', /9 working hours instead of 8 working hours/);
    assert.deepEqual(planEffect(eightHours, withTarget(4), NOW, NOW).notices, []);
  });

  it('takes back an announced weakening at once', () => {
    const announced = makeVersions([withTarget(8), 0, 0], [withTarget(12), NOW - DAY, NOW + 29 * DAY]);
    assert.equal(effectOf(announced, withTarget(8)), NOW);
  });

  it('does not wait longer than the announced weakening that it follows', () => {
    const announced = makeVersions([withTarget(8), 0, 0], [withTarget(12), NOW - DAY, NOW + 29 * DAY]);
    assert.equal(effectOf(announced, withTarget(10)), NOW + 29 * DAY);
  });

  it('gives notice also before it takes back an improvement that was announced', () => {
    const announced = makeVersions([withTarget(8), 0, 0], [withTarget(2), NOW - DAY, NOW + 60 * DAY]);
    assert.equal(effectOf(announced, withTarget(8)), NOW + 30 * DAY);
    const soon = makeVersions([withTarget(8), 0, 0], [withTarget(2), NOW - DAY, NOW + 5 * DAY]);
    assert.equal(effectOf(soon, withTarget(8)), NOW + 30 * DAY);
  });

  it('ignores versions that were replaced before their day', () => {
    const replaced = makeVersions([withTarget(8), 0, 0], [withTarget(1), 5, NOW + 90 * DAY], [withTarget(8), 10, 10]);
    assert.equal(effectOf(replaced, withTarget(8)), NOW);
  });

  it('never lets a promise become weaker without the notice that stood beside it', () => {
    const step = fc.record({
      hours: fc.integer({ min: 1, max: 20 }),
      notice: fc.integer({ min: 0, max: 40 }),
      after: fc.integer({ min: 0, max: 50 }),
      wish: fc.integer({ min: 0, max: 60 }),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 2, maxLength: 6 }), (steps) => {
        let versions = makeVersions();
        let now = NOW;
        for (const { hours, notice, after, wish } of steps) {
          now += after * DAY;
          const content = withTarget(hours, notice);
          const { effectiveAt } = planEffect(versions, content, now, now + wish * DAY);
          assert.ok(effectiveAt >= now + wish * DAY);
          const replaced = findVersionInForce(versions, effectiveAt);
          if (replaced !== undefined && isWeakening(replaced.content, content, now)) {
            assert.ok(effectiveAt >= now + replaced.content.noticePeriodDays * DAY);
          }
          versions = [...versions, { number: versions.length + 1, publishedAt: now, effectiveAt, content }];
        }
      }),
      { numRuns: 40 },
    );
  });
});
