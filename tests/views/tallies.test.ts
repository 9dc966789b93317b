import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { recordEvents } from '../../src/commands/record-events.ts';
import { rejudgeConversations } from '../../src/commands/rejudge-conversations.ts';
import { findNearestRank } from '../../src/domain/compliance/percentile.ts';
import { EVENT_TYPES } from '../../src/domain/conversation/event.ts';
import { type Outcome, outcomeAt } from '../../src/domain/conversation/obligation.ts';
import { countJudgedMessages } from '../../src/domain/figures/count-judged-messages.ts';
import type { CommitmentFigures, CompanyFigures } from '../../src/domain/figures/figures.ts';
import { countTallies, groupByCommitment, rankTallies } from '../../src/domain/tally/count-tallies.ts';
import { getDayClock } from '../../src/domain/tally/day-clock.ts';
import type { Tally } from '../../src/domain/tally/tally.ts';
import { markDays } from '../../src/store/day-mark.ts';
import type { ObligationRow } from '../../src/store/obligation.ts';
import { retallyCompany } from '../../src/store/retally-company.ts';
import { readCompanyFigures } from '../../src/views/company-figures.ts';
import { findCountedReport } from '../../src/views/find-counted-report.ts';
import type { CompanyReference } from '../../src/views/reader.ts';
import { readTallies } from '../../src/views/tallies/read-tallies.ts';
import { settleChanges } from '../../src/views/tallies/refresh-tallies.ts';
import { toTallyRange } from '../../src/views/tallies/tally-range.ts';
import { makeContext, TEST_NOW } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';
import { makeMeasuredCompany, publishVersion, sampleAgreement } from '../support/measured-company.ts';
import { rejudgeFromEvents } from '../support/recorded.ts';

const HOUR = 3_600;
const DAY = 86_400;
const ZONES = ['Asia/Kathmandu', 'America/St_Johns', 'UTC', 'Pacific/Kiritimati', 'Pacific/Pago_Pago'] as const;
const COMMITMENTS = ['x-first', 'x-next', 'x-solved', 'mail-first'];

/** Steps of a company's life; times are hours and seconds around the present. */
const item = fc.record({
  id: fc.nat({ max: 60 }),
  conversation: fc.nat({ max: 5 }),
  type: fc.constantFrom(...EVENT_TYPES, 'customer-message' as const, 'agent-reply' as const),
  hour: fc.integer({ min: -60, max: 0 }),
  second: fc.integer({ min: -5, max: 299 }),
});
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('record' as const), items: fc.array(item, { minLength: 1, maxLength: 25 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('read' as const), after: fc.integer({ min: 0, max: 40 * HOUR }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('publish' as const), hour: fc.integer({ min: -40, max: 10 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('move' as const),
      timeZone: fc.constantFrom(...ZONES),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('settle' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('mark' as const), day: fc.integer({ min: -3, max: 0 }) }) },
);

onEachDatabase('views/tallies', (open) => {
  test('tallies equal the figures computed from events alone, after any sequence of batches, versions, moves, marks and stored changes', async () => {
    const { db } = await open();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 12 }), async (steps) => {
        const life = await beginLife(db);
        for (const next of steps) await life[next.kind](next as never);
        await life.read({ after: 0 });
      }),
      { numRuns: 25 },
    );
  });

  test('what is yet to happen is not told, and shows when its time has come', async () => {
    const { db } = await open();
    const life = await beginLife(db);
    const asked = { id: 1, conversation: 0, type: 'customer-message' as const, hour: -1, second: 0 };
    await life.record({ items: [asked, { ...asked, id: 2, type: 'agent-reply', hour: 0, second: 200 }] });
    assert.deepEqual(await life.outcomes(TEST_NOW + 199), { breached: 1, running: 1 });
    assert.deepEqual(await life.outcomes(TEST_NOW + 200), { breached: 1, running: 1 });
    await life.read({ after: 199 });
    await life.read({ after: 200 });
  });

  test('what is in memory is what would be read, however often it is read', async () => {
    const { db } = await open();
    const life = await beginLife(db);
    for (let i = 0; i < 6; i++) {
      await life.record({ items: [{ id: i, conversation: i, type: 'customer-message', hour: -5 - 24 * (i % 2), second: i }] });
      if (i > 2) await life.record({ items: [{ id: 100 + i, conversation: i - 3, type: 'agent-reply', hour: -4, second: i }] });
      for (const after of [0, 3600]) await life.read({ after });
    }
  });

  test('a badge counts the days of the company’s own zone, at both ends of its window', async () => {
    const { db } = await open();
    const life = await beginLife(db);
    for (let hour = -9 * 24; hour <= 0; hour += 24)
      await life.record({
        items: Array.from({ length: 24 }, (_, i) => ({
          id: hour * 24 + i,
          conversation: hour * 24 + i,
          type: 'customer-message',
          hour: hour - i,
          second: 0,
        })),
      });
    for (const timeZone of ZONES) {
      await life.move({ timeZone });
      const decided: number[] = [];
      for (let after = 0; after < 24 * HOUR; after += 5 * HOUR)
        decided.push(countJudgedMessages((await life.compareDepths(TEST_NOW + after)).commitments));
      assert.ok(new Set(decided).size > 1, 'days have left the window meanwhile');
    }
  });

  test('a batch that is written while days are tallied is never lost', async () => {
    const { db } = await open();
    const life = await beginLife(db);
    await Promise.all(
      Array.from({ length: 12 }, async (_, index) => {
        await life.record({ items: [{ id: index, conversation: index, type: 'customer-message', hour: -5, second: index }] });
        await life.outcomes(TEST_NOW);
      }),
    );
    await life.read({ after: 0 });
  });

  test('nor is one that is written while days are tallied anew or stored with their changes, by many at once', async () => {
    const { db } = await open();
    const life = await beginLife(db);
    const record = async (index: number) => {
      const asked = { id: index, conversation: index, type: 'customer-message' as const, hour: -5, second: index };
      await life.record({ items: [asked] });
      await life.record({ items: [{ ...asked, id: 100 + index, type: 'agent-reply', hour: -4 }] });
    };
    await Promise.all(
      Array.from({ length: 24 }, async (_, index) => {
        if (index % 3 === 0) await life.mark({ day: 0 });
        await record(index);
        if (index % 2 === 0) await life.settle();
        await life.outcomes(TEST_NOW);
      }),
    );
    await life.read({ after: 0 });
    await life.settle();
    await life.read({ after: 0 });
  });

  test('many changes are stored with their day by who reads them, in either depth', async () => {
    const { db } = await open();
    const life = await beginLife(db);
    const fill = async (from: number) => {
      for (let index = from; index < from + 20; index++)
        await life.record({ items: [{ id: index, conversation: index, type: 'customer-message', hour: -5, second: index }] });
    };
    await fill(0);
    assert.ok((await life.countChanges()) >= 20);
    await life.outcomes(TEST_NOW);
    assert.equal(await life.countChanges(), 0);
    await fill(100);
    await life.compareDepths(TEST_NOW);
    assert.equal(await life.countChanges(), 0);
    await life.read({ after: 0 });
  });

  test('changes that do not fit their day are not told: the day is tallied anew', async () => {
    const { db } = await open();
    const life = await beginLife(db);
    for (let index = 0; index < 3; index++)
      await life.record({ items: [{ id: index, conversation: index, type: 'customer-message', hour: -5, second: index }] });
    await db.updateTable('day_change').set({ sign: -1 }).where('company_id', '=', life.companyId).execute();
    assert.deepEqual(await life.outcomes(TEST_NOW), { breached: 3, running: 3 });
    await life.settle();
    assert.equal(await life.countChanges(), 0);
    await life.read({ after: 0 });
  });
});

type Step<K> = Extract<typeof step extends fc.Arbitrary<infer T> ? T : never, { kind: K }>;

async function beginLife(db: Parameters<typeof makeMeasuredCompany>[0]) {
  const company = await makeMeasuredCompany(db);
  const { scope } = company;
  const ctx = makeContext(db, { actor: { kind: 'system' } });
  let versions = 1;
  let timeZone = company.timeZone;

  const rangeAt = (now: number) => toTallyRange({ id: company.id, timeZone }, COMMITMENTS, { fromAt: now - 7 * DAY, toAt: now });
  const outcomes = async (now: number) => {
    const counts = countTallies(await readTallies(db, rangeAt(now), now), now);
    const totals: Partial<Record<Outcome, number>> = {};
    for (const { outcome, count } of counts) totals[outcome] = (totals[outcome] ?? 0) + count;
    return totals;
  };

  let known: CompanyReference | undefined;
  /** The figures, which a badge must show the same. */
  const compareDepths = async (now: number) => {
    const counted = await findCountedReport(db, company.slug, '7d', now);
    // As it is read again, also where the company has moved meanwhile.
    assert.deepEqual(await findCountedReport(db, company.slug, '7d', now, known), counted);
    known = counted?.report.company;
    const figures = await readCompanyFigures(db, { id: company.id, timeZone }, '7d', now);
    assert.deepEqual(counted?.report.figures, withoutWaits(figures));
    return figures;
  };

  const listChanged = () =>
    db.selectFrom('day_change').select(['commitment_id as commitmentId', 'day']).where('company_id', '=', company.id).execute();

  return {
    companyId: company.id,
    outcomes,
    compareDepths,
    countChanges: async () => (await listChanged()).length,
    async settle() {
      await settleChanges(db, company.id, await listChanged());
    },
    /** As a large batch does. */
    async mark({ day }: Pick<Step<'mark'>, 'day'>) {
      const today = getDayClock(timeZone).dayOf(TEST_NOW);
      await db.transaction().execute((trx) =>
        markDays(
          trx,
          company.id,
          COMMITMENTS.map((commitmentId) => ({ commitmentId, day: today + day })),
        ),
      );
    },
    async record({ items }: Pick<Step<'record'>, 'items'>) {
      await recordEvents(
        ctx,
        scope,
        items.map(({ id, conversation, type, hour, second }) => ({
          id: `e${id}`,
          conversation: `c${conversation}`,
          channel: 'x',
          type,
          at: TEST_NOW + hour * HOUR + second,
          ...(type === 'excluded' ? { reason: id % 2 === 0 ? 'spam' : 'test' } : {}),
        })),
      );
    },
    async publish({ hour }: Pick<Step<'publish'>, 'hour'>) {
      versions += 1;
      const content = sampleAgreement({
        commitments: sampleAgreement().commitments.map((c) => ({ ...c, targetSeconds: versions * 1000 })),
      });
      const effectiveAt = TEST_NOW + hour * HOUR;
      await publishVersion(db, company.id, { number: versions, effectiveAt, content });
      await db.transaction().execute((trx) => rejudgeConversations(trx, company.id, effectiveAt));
    },
    async move({ timeZone: to }: Pick<Step<'move'>, 'timeZone'>) {
      timeZone = to;
      await db.transaction().execute(async (trx) => {
        await trx.updateTable('company').set({ time_zone: to }).where('id', '=', company.id).execute();
        await retallyCompany(trx, company.id, getDayClock(to));
      });
    },
    async read({ after }: Pick<Step<'read'>, 'after'>) {
      const now = TEST_NOW + after;
      const countsOnly = await readTallies(db, rangeAt(now), now, 'counts');
      const tallies = await readTallies(db, rangeAt(now), now);
      assert.deepEqual(sortCounts(countTallies(countsOnly, now)), sortCounts(countTallies(tallies, now)));
      const rows = (await rejudgeFromEvents(db, scope)).filter(({ asked_at }) => asked_at <= now);
      assert.deepEqual(sortCounts(countTallies(tallies, now)), sortCounts(countRows(rows, now)));
      assert.deepEqual(
        groupByCommitment(tallies)
          .map((own) => ({ ...(own[0] as Tally), waited: rankTallies(own, 'waited', now), staffed: rankTallies(own, 'staffed', now) }))
          .flatMap(describeRanks)
          .sort(),
        rankRows(rows, now).flatMap(describeRanks).sort(),
      );
      const figures = await compareDepths(now);
      const recorded = figures.commitments.find(({ channel }) => channel.id === 'x');
      const events = await db.selectFrom('event').select(['at', 'recorded_at']).where('company_id', '=', company.id).execute();
      assert.deepEqual(recorded?.recording, {
        events: events.length,
        recordedLongAfter: events.filter(({ at, recorded_at }) => recorded_at - at > DAY).length,
      });
    },
  };
}

type Counted = {
  commitmentId: string;
  versionNumber: number;
  outcome: Outcome;
  exclusionReason: string | null;
  lateExclusion: boolean;
  count: number;
};

/** The figures as who shows neither percentiles nor reasons reads them. */
function withoutWaits(figures: CompanyFigures): CompanyFigures {
  const nothing = { median: undefined, p90: undefined };
  const strip = (promise: CommitmentFigures) => ({ ...promise, waited: nothing, staffed: nothing, exclusions: [] });
  return { ...figures, commitments: figures.commitments.map(strip), former: figures.former.map(strip) };
}

const sortCounts = (counts: readonly Counted[]): string[] =>
  counts.map((c) => JSON.stringify([c.commitmentId, c.versionNumber, c.outcome, c.exclusionReason, c.lateExclusion, c.count])).sort();

const stateOf = (row: ObligationRow, now: number): Outcome =>
  outcomeAt(
    {
      commitmentKey: row.commitment_id,
      metric: 'first-response',
      versionNumber: row.version_number,
      messageId: row.message_id,
      topic: null,
      askedAt: row.asked_at,
      dueAt: row.due_at,
      breachAt: row.breach_at,
      answeredAt: row.answered_at,
      waitedSeconds: row.waited_seconds,
      staffedSeconds: row.staffed_seconds,
      targetSeconds: row.target_seconds,
      excludedAt: row.excluded_at,
      lateExclusion: row.late_exclusion,
    },
    now,
  );

function countRows(rows: readonly ObligationRow[], now: number): Counted[] {
  const counts = new Map<string, Counted>();
  for (const row of rows) {
    const outcome = stateOf(row, now);
    const isExcluded = outcome === 'excluded';
    const count: Counted = {
      commitmentId: row.commitment_id,
      versionNumber: row.version_number,
      outcome,
      exclusionReason: isExcluded ? row.exclusion_reason : null,
      lateExclusion: isExcluded && row.late_exclusion,
      count: 1,
    };
    const key = JSON.stringify(count);
    const known = counts.get(key);
    counts.set(key, known === undefined ? count : { ...known, count: known.count + 1 });
  }
  return [...counts.values()];
}

function rankRows(rows: readonly ObligationRow[], now: number) {
  const decided = rows.filter((row) => ['met', 'breached'].includes(stateOf(row, now)));
  return [...Map.groupBy(decided, (row) => row.commitment_id)].map(([commitmentId, own]) => {
    const rank = (column: 'waited_seconds' | 'staffed_seconds') => {
      const answered = own.filter(({ answered_at }) => answered_at !== null && answered_at <= now).map((row) => row[column] as number);
      const waits = { sortedSeconds: answered.sort((a, b) => a - b), unanswered: own.length - answered.length };
      return { median: findNearestRank(waits, 50), p90: findNearestRank(waits, 90) };
    };
    return { commitmentId, waited: rank('waited_seconds'), staffed: rank('staffed_seconds') };
  });
}

/** Commitments without a decided message have no percentiles, whether or not there is a tally of them. */
function describeRanks({ commitmentId, waited, staffed }: { commitmentId: string; waited: object; staffed: object }): string[] {
  const text = JSON.stringify([commitmentId, waited, staffed]);
  return text.includes('median') ? [text] : [];
}
