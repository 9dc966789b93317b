import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type Expected,
  expectArrivals,
  expectShares,
  FEWEST_WEEKS,
  forecastWeeks,
  type Tried,
  WEEKS_AHEAD,
} from '../../../src/domain/forecast/forecast.ts';
import { HOURS_OF_WEEK, listWeeks, type Week } from '../../../src/domain/forecast/hourly-series.ts';
import { getDayClock } from '../../../src/domain/tally/day-clock.ts';
import { countOverdue } from '../../../src/domain/tally/read-tally.ts';
import { type TalliedObligation, tallyObligations } from '../../../src/domain/tally/tally.ts';

/** A week whose hours have these numbers of messages, of which a part is kept. */
function makeWeek(countOf: (hour: number) => number, keptOf: (hour: number) => number = () => 0.9): Week {
  const arrived = Float64Array.from({ length: HOURS_OF_WEEK }, (_, hour) => countOf(hour));
  return { arrived, decided: arrived, met: arrived.map((count, hour) => Math.round(count * keptOf(hour))) };
}

/** Numbers from 0 to 1 that look random (a linear congruential generator). */
function drawFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/** Weeks alike but for chance: busy by day, quiet at night and at weekends, badly kept on Monday mornings. */
function makeUsualWeeks(count: number, seed = 7): Week[] {
  const random = drawFrom(seed);
  const usual = (hour: number) => (hour % 24 < 8 || hour >= 120 ? 2 : 12);
  return Array.from({ length: count }, () => {
    const arrived = Float64Array.from(
      { length: HOURS_OF_WEEK },
      (_, hour) => Array.from({ length: 2 * usual(hour) }, random).filter((drawn) => drawn < 0.5).length,
    );
    const met = arrived.map(
      (messages, hour) => Array.from({ length: messages }, random).filter((drawn) => drawn < (hour > 8 && hour < 12 ? 0.5 : 0.9)).length,
    );
    return { arrived, decided: arrived, met };
  });
}

function getShown(tried: Tried): Extract<Tried, { kind: 'shown' }> {
  assert.equal(tried.kind, 'shown');
  return tried as Extract<Tried, { kind: 'shown' }>;
}

test('weeks alike but for chance are forecast better than by repeating the last one, and what comes lies within the range', () => {
  const weeks = makeUsualWeeks(30);
  const future = makeUsualWeeks(4, 99);
  const forecast = forecastWeeks(weeks);
  const volume = getShown(forecast.volume);
  const share = getShown(forecast.share);
  assert.ok(volume.backtest.error < 0.85 * volume.backtest.naiveError);
  assert.ok(share.backtest.error < 0.85 * share.backtest.naiveError);
  assert.deepEqual([volume.weeks.length, volume.hours.length, share.hours.length], [WEEKS_AHEAD, HOURS_OF_WEEK, HOURS_OF_WEEK]);
  const inRange = future.flatMap(({ arrived }) => [...arrived].map((count, hour) => isWithin(volume.hours[hour], count)));
  const part = inRange.filter(Boolean).length / inRange.length;
  assert.ok(part > 0.72 && part < 0.95, `${part} of the hours are within their range`);
  assert.ok((share.hours[10]?.value ?? 1) < 0.7 && (share.hours[60]?.value ?? 0) > 0.8, 'Monday mornings stand out');
});

const isWithin = (expected: Expected | undefined, value: number) =>
  expected !== undefined && value >= expected.lower && value <= expected.upper;

test('messages that double every week are not forecast: the last week says more', () => {
  const weeks = Array.from({ length: 20 }, (_, week) => makeWeek(() => 2 ** (week / 2)));
  assert.equal(forecastWeeks(weeks).volume.kind, 'not-better');
});

test('weeks that are all the same are not forecast either: repeating the last one is as good', () => {
  const { volume, share } = forecastWeeks(Array.from({ length: 20 }, () => makeWeek((hour) => hour % 5)));
  assert.equal(volume.kind, 'not-better');
  assert.equal(share.kind, 'not-better');
});

test('a share that falls from week to week is not forecast', () => {
  const weeks = Array.from({ length: 24 }, (_, week) =>
    makeWeek(
      () => 100,
      () => 1 - 0.03 * week,
    ),
  );
  assert.equal(forecastWeeks(weeks).share.kind, 'not-better');
});

test('too few weeks are said to be too few', () => {
  assert.deepEqual(forecastWeeks(makeUsualWeeks(FEWEST_WEEKS - 1)).volume, { kind: 'too-short', weeks: FEWEST_WEEKS - 1 });
  assert.notEqual(forecastWeeks(makeUsualWeeks(FEWEST_WEEKS)).volume.kind, 'too-short');
});

test('the newest week counts a quarter, each before it a quarter less', () => {
  const expected = expectArrivals([makeWeek(() => 0), makeWeek(() => 0), makeWeek(() => 37)]);
  // 1 of 1 + 3/4 + 9/16.
  assert.ok(Math.abs((expected[0] ?? 0) - 16) < 1e-9);
  assert.equal(expectShares([makeWeek(() => 0)]), undefined);
});

test('whatever the weeks: the same twice, shown only where it is better, and no range without its value or beyond what can be', () => {
  const week = fc.array(fc.tuple(fc.nat({ max: 20 }), fc.nat({ max: 20 })), { minLength: 4, maxLength: 4 }).map((hours): Week => {
    const made = makeWeek((hour) => Math.max(...(hours[hour % 4] ?? [0])));
    return { ...made, met: made.met.map((_, hour) => Math.min(...(hours[hour % 4] ?? [0]))) };
  });
  fc.assert(
    fc.property(fc.array(week, { minLength: FEWEST_WEEKS, maxLength: 24 }), (weeks) => {
      const forecast = forecastWeeks(weeks);
      assert.deepEqual(forecastWeeks(weeks), forecast);
      for (const [tried, most] of [
        [forecast.volume, Number.POSITIVE_INFINITY],
        [forecast.share, 1],
      ] as const) {
        if (tried.kind === 'too-short') continue;
        assert.equal(tried.kind === 'shown', tried.backtest.error < tried.backtest.naiveError);
        if (tried.kind !== 'shown') continue;
        for (const { value, lower, upper } of [...tried.weeks, ...tried.hours]) {
          assert.ok(lower >= 0 && lower <= value + 1e-9 && value <= upper + 1e-9 && upper <= most, `${lower} ${value} ${upper}`);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('weeks are whole, end yesterday, and begin with the first message; excluded ones are not in them', () => {
  const clock = getDayClock('Europe/Berlin');
  /** Monday, 2026-03-02, 09:00 UTC. */
  const now = 1_772_442_000;
  const today = clock.dayOf(now);
  const key = { commitmentId: 'a', channelId: 'x', metric: 'first-response', versionNumber: 1, sourceId: 1 } as const;
  const ask = (daysAgo: number, change: Partial<TalliedObligation> = {}): TalliedObligation => ({
    ...key,
    askedAt: now - daysAgo * 86_400,
    breachAt: now - daysAgo * 86_400 + 60,
    answeredAt: now - daysAgo * 86_400 + 30,
    targetSeconds: 60,
    waitedSeconds: 30,
    staffedSeconds: 30,
    excludedAt: null,
    exclusionReason: null,
    lateExclusion: false,
    ...change,
  });
  const waits = { answeredAt: null, waitedSeconds: null, staffedSeconds: null };
  const tallies = tallyObligations(
    [
      ask(0),
      ask(1),
      ask(7),
      ask(8, waits),
      ask(9, { ...waits, breachAt: null }),
      ask(10, { excludedAt: now }),
      ask(15),
      ask(20, { excludedAt: now }),
    ],
    clock,
  );
  const weeks = listWeeks(tallies, today, 52, (tally) => countOverdue(tally, now));
  const sums = weeks.map((week) => [week.arrived, week.decided, week.met].map((list) => list.reduce((sum, value) => sum + value, 0)));
  // Fifteen days ago began a week that is not whole.
  assert.deepEqual(sums, [
    [2, 1, 0],
    [2, 2, 2],
  ]);
  assert.equal(weeks[1]?.arrived[6 * 24 + 10], 1, 'yesterday was Sunday, 10 o’clock in Berlin');
  assert.equal(listWeeks(tallies, today, 1, () => 0).length, 1);
  assert.deepEqual(
    listWeeks([], today, 52, () => 0),
    [],
  );
});
