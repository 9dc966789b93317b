import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { getDayClock } from '../../../src/domain/tally/day-clock.ts';
import { type TalliedObligation, type Tally, tallyObligations } from '../../../src/domain/tally/tally.ts';
import { applyChanges, type TallyChange, tallyChanges } from '../../../src/domain/tally/tally-change.ts';

const CLOCK = getDayClock('America/St_Johns');
const HOUR = 3_600;

/** Few different values, so that many are alike. */
const obligation: fc.Arbitrary<TalliedObligation> = fc
  .record({
    commitmentId: fc.constantFrom('first', 'next'),
    versionNumber: fc.constantFrom(1, 2),
    hour: fc.integer({ min: -30, max: 20 }),
    waited: fc.constantFrom(0, 10, 4_000, null),
    staffed: fc.constantFrom(0, 10, 3_600),
    neverBreached: fc.boolean(),
    excluded: fc.constantFrom(null, 5, 9_000),
    reason: fc.constantFrom('spam', null),
    late: fc.boolean(),
  })
  .map(({ commitmentId, versionNumber, hour, waited, staffed, neverBreached, excluded, reason, late }) => {
    const askedAt = 1_772_442_000 + hour * HOUR;
    return {
      commitmentId,
      channelId: 'x',
      metric: 'first-response',
      versionNumber,
      sourceId: 1,
      askedAt,
      breachAt: neverBreached ? null : askedAt + HOUR,
      answeredAt: waited === null ? null : askedAt + waited,
      targetSeconds: HOUR,
      waitedSeconds: waited,
      staffedSeconds: waited === null ? null : staffed,
      excludedAt: excluded === null ? null : askedAt + excluded,
      exclusionReason: excluded === null ? null : reason,
      lateExclusion: excluded !== null && late,
    };
  });

/** Each with what becomes of it: undefined where it is new or gone. */
const changed = fc.record({ before: fc.option(obligation, { nil: undefined }), after: fc.option(obligation, { nil: undefined }) });

const isThere = (one: TalliedObligation | undefined): one is TalliedObligation => one !== undefined;
const nameTally = ({ commitmentId, versionNumber, day }: Tally) => `${commitmentId} ${versionNumber} ${day}`;
const inOrder = (tallies: readonly Tally[]) => tallies.toSorted((a, b) => (nameTally(a) < nameTally(b) ? -1 : 1));

/** All but when it is exact from on. */
const toFigures = (tallies: readonly Tally[]) => inOrder(tallies).map(({ settledAt: _, ...figures }) => figures);

test('a day with its changes is what its obligations come to, in any order of the changes', () => {
  fc.assert(
    fc.property(fc.array(obligation), fc.array(changed), fc.array(fc.nat(), { maxLength: 6 }), (same, moved, places) => {
      const [before, after] = [moved.map(({ before }) => before).filter(isThere), moved.map(({ after }) => after).filter(isThere)];
      const changes = [...tallyChanges(after, [], CLOCK), ...tallyChanges([], before, CLOCK)];
      for (const place of places) changes.splice(place % (changes.length + 1), 0, ...changes.splice(0, 1));
      const found = applyChanges(tallyObligations([...same, ...before], CLOCK), changes);
      const expected = tallyObligations([...same, ...after], CLOCK);
      assert.deepEqual(found.unfit, []);
      assert.deepEqual(toFigures(found.tallies), toFigures(expected));
      const exactFrom = inOrder(expected).map(({ settledAt }) => settledAt);
      assert.ok(inOrder(found.tallies).every(({ settledAt }, index) => settledAt >= (exactFrom[index] ?? 0)));
    }),
  );
});

test('a change at a time comes to the same as all at once', () => {
  fc.assert(
    fc.property(fc.array(obligation), fc.array(fc.array(obligation), { maxLength: 5 }), (stored, batches) => {
      const tallies = tallyObligations(stored, CLOCK);
      const changes = batches.map((batch) => tallyChanges(batch, [], CLOCK));
      const stepwise = changes.reduce<Tally[]>((sum, own) => applyChanges(sum, own).tallies, tallies);
      assert.deepEqual(inOrder(stepwise), inOrder(applyChanges(tallies, changes.flat()).tallies));
    }),
  );
});

test('a day from which something is to be taken that is not there is named, and others are told all the same', () => {
  const make = (commitmentId: string, seconds: number): TalliedObligation => ({
    commitmentId,
    channelId: 'x',
    metric: 'first-response',
    versionNumber: 1,
    sourceId: 1,
    askedAt: 0,
    breachAt: HOUR,
    answeredAt: seconds,
    targetSeconds: HOUR,
    waitedSeconds: seconds,
    staffedSeconds: seconds,
    excludedAt: null,
    exclusionReason: null,
    lateExclusion: false,
  });
  const tallies = tallyObligations([make('first', 5), make('first', 7), make('next', 5)], CLOCK);
  const [day] = tallies.map((tally) => tally.day);
  for (const gone of [[make('first', 6)], [make('first', 8), make('first', 9)], [make('first', 5), make('first', 5)]]) {
    const { tallies: left, unfit } = applyChanges(tallies, tallyChanges([make('next', 3)], gone, CLOCK));
    assert.deepEqual(unfit, [{ commitmentId: 'first', day }]);
    assert.deepEqual(
      left.map(({ commitmentId, waited }) => [commitmentId, [...waited]]),
      [['next', [3, 5]]],
    );
  }
  const missing: TallyChange[] = tallyChanges([], [make('other', 1)], CLOCK);
  assert.deepEqual(applyChanges([], missing), { tallies: [], unfit: [{ commitmentId: 'other', day }] });
});
