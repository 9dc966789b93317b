import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeExample, findExampleDeadline } from '../../../src/domain/commitment/find-example-deadline.ts';
import { splitTarget } from '../../../src/domain/commitment/target-unit.ts';
import { parseInstant } from '../../../src/domain/instant.ts';
import { makeAgreement } from '../../support/agreement.ts';

const clock = makeAgreement().calendars[0]?.rules ?? null;
const exampleOf = (seconds: number, rules: typeof clock, now: string) => {
  const example = findExampleDeadline(seconds, rules, 'Europe/Berlin', parseInstant(now));
  return example === undefined ? undefined : describeExample(example, 'Europe/Berlin');
};

describe('findExampleDeadline', () => {
  it('counts opening hours over the weekend', () => {
    assert.equal(
      exampleOf(2 * 3600, clock, '2026-11-24T04:00:00Z'),
      'A message of Friday 27 November 2026, 16:00 is due Monday 30 November 2026, 10:00.',
    );
  });

  it('counts day and night', () => {
    assert.equal(exampleOf(1800, null, '2026-11-24T04:00:00Z'), 'A message of Friday 27 November 2026, 16:00 is due the same day, 16:30.');
  });

  it('takes the Friday to come, also on a Friday', () => {
    assert.match(exampleOf(60, null, '2026-11-27T08:00:00Z') ?? '', /^A message of Friday 4 December 2026/);
    assert.match(exampleOf(60, null, '2026-11-28T08:00:00Z') ?? '', /^A message of Friday 4 December 2026/);
    assert.match(exampleOf(60, null, '2026-11-26T08:00:00Z') ?? '', /^A message of Friday 27 November 2026/);
  });

  it('is undefined when the calendar never opens', () => {
    assert.equal(
      exampleOf(60, { timeZone: 'UTC', week: {}, holidays: [], dateOverrides: {}, breaks: {} }, '2026-11-24T04:00:00Z'),
      undefined,
    );
  });
});

describe('splitTarget', () => {
  it('takes the largest unit that gives it whole', () => {
    assert.deepEqual(splitTarget(172_800, true), { amount: 2, unit: 'days' });
    assert.deepEqual(splitTarget(172_800, false), { amount: 48, unit: 'hours' });
    assert.deepEqual(splitTarget(5400, true), { amount: 90, unit: 'minutes' });
    assert.deepEqual(splitTarget(90, false), { amount: 90, unit: 'seconds' });
  });
});
