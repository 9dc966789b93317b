import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DIGEST_KINDS, findDigestPeriod, findNextDigestAt } from '../../../src/domain/digest/digest-period.ts';
import { readPeriod } from '../../../src/domain/report/period.ts';

const at = (text: string): number => Date.parse(text) / 1000;
const due = (kind: 'weekly' | 'monthly', zone: string, now: string) => {
  const { key, dueAt } = findDigestPeriod(kind, zone, at(now));
  return [key, new Date(dueAt * 1000).toISOString()];
};

test('a week is due on Monday at seven of the company’s own clock, and stays due until the next one is', () => {
  const week = ['2026-11-16..2026-11-22', '2026-11-23T06:00:00.000Z'];
  assert.deepEqual(due('weekly', 'Europe/Berlin', '2026-11-23T05:59:59Z'), ['2026-11-09..2026-11-15', '2026-11-16T06:00:00.000Z']);
  assert.deepEqual(due('weekly', 'Europe/Berlin', '2026-11-23T06:00:00Z'), week);
  assert.deepEqual(due('weekly', 'Europe/Berlin', '2026-11-30T05:59:59Z'), week);
  assert.deepEqual(due('weekly', 'America/Los_Angeles', '2026-11-23T15:00:00Z'), ['2026-11-16..2026-11-22', '2026-11-23T15:00:00.000Z']);
  assert.deepEqual(due('weekly', 'Pacific/Kiritimati', '2026-11-22T17:00:00Z'), ['2026-11-16..2026-11-22', '2026-11-22T17:00:00.000Z']);
});

test('a month is due on the first at seven, over the turn of the year and in leap years', () => {
  assert.deepEqual(due('monthly', 'Europe/Berlin', '2027-01-01T05:59:59Z'), ['2026-11', '2026-12-01T06:00:00.000Z']);
  assert.deepEqual(due('monthly', 'Europe/Berlin', '2027-01-01T06:00:00Z'), ['2026-12', '2027-01-01T06:00:00.000Z']);
  assert.deepEqual(due('monthly', 'Asia/Tokyo', '2028-02-29T23:00:00Z'), ['2028-02', '2028-02-29T22:00:00.000Z']);
});

test('seven on the wall is another instant in summer and in winter', () => {
  // Berlin: from 29 March 2026 to 25 October 2026 two hours before UTC, otherwise one.
  assert.deepEqual(due('weekly', 'Europe/Berlin', '2026-03-23T06:00:00Z')[1], '2026-03-23T06:00:00.000Z');
  assert.deepEqual(due('weekly', 'Europe/Berlin', '2026-03-30T05:00:00Z'), ['2026-03-23..2026-03-29', '2026-03-30T05:00:00.000Z']);
  assert.deepEqual(due('weekly', 'Europe/Berlin', '2026-10-26T05:59:59Z')[0], '2026-10-12..2026-10-18');
  assert.deepEqual(due('weekly', 'Europe/Berlin', '2026-10-26T06:00:00Z'), ['2026-10-19..2026-10-25', '2026-10-26T06:00:00.000Z']);
  // Where the clocks change on the Monday itself, or by half an hour.
  assert.deepEqual(due('monthly', 'Australia/Lord_Howe', '2026-04-30T21:00:00Z'), ['2026-04', '2026-04-30T20:30:00.000Z']);
});

test('a day that a zone skips, and one that it had twice as long, neither lose nor double a digest', () => {
  // Samoa went from 29 to 31 December 2011, skipping a Friday.
  assert.deepEqual(due('weekly', 'Pacific/Apia', '2012-01-01T17:00:00Z'), ['2011-12-26..2012-01-01', '2012-01-01T17:00:00.000Z']);
});

test('at any instant and in any zone the due period is over, the next one is to come, and they follow each other', () => {
  const zones = [
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Africa/Casablanca',
    'Asia/Kathmandu',
    'Pacific/Apia',
    'America/St_Johns',
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.constantFrom(...DIGEST_KINDS),
      fc.integer({ min: 1_600_000_000, max: 1_900_000_000 }),
      (zone, kind, now) => {
        const own = findDigestPeriod(kind, zone, now);
        const next = findNextDigestAt(kind, zone, now);
        const answer = readPeriod(own.key, zone, now);
        assert.ok(answer.ok && !answer.period.isRunning && answer.period.toAt < own.dueAt);
        assert.ok(own.dueAt <= now && now < next);
        assert.equal(findDigestPeriod(kind, zone, next - 1).key, own.key);
        const following = findDigestPeriod(kind, zone, next);
        assert.equal(following.dueAt, next);
        const later = readPeriod(following.key, zone, next);
        assert.ok(later.ok && later.period.fromAt === answer.period.toAt + 1);
      },
    ),
    { numRuns: 400 },
  );
});
