import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import { findWindow } from '../src/domain/compliance/window.ts';
import type { Instant } from '../src/domain/instant.ts';
import { type Day, getDayClock, toDate } from '../src/domain/tally/day-clock.ts';
import { findRankInRuns } from '../src/domain/tally/rank-runs.ts';
import { countOverdue, countTally } from '../src/domain/tally/read-tally.ts';
import type { Tally } from '../src/domain/tally/tally.ts';
import type { Database } from '../src/store/database.ts';
import { readTallies } from '../src/views/tallies/read-tallies.ts';
import { type BenchOptions, type BenchResult, median } from './result.ts';
import type { SharedWorld } from './shared-world.ts';
import { MEASURED_COMMITMENT, WORLD_CHANNELS } from './world/channels.ts';
import type { World } from './world/make-world.ts';

const ROUNDS = 5;
/** With fewer messages there is nothing to save. */
const GOAL_SIZE = 1_000_000;
const INFINITE = 2_147_483_647;
const FIRST_RESPONSES = WORLD_CHANNELS.map(({ kind }) => `${kind}-first-response`);

/** What is asked for: percentiles and shares of some commitments in some days, for each month or for all days together. */
interface Question {
  readonly name: string;
  readonly commitmentIds: readonly string[];
  readonly fromAt: Instant;
  readonly isByMonth: boolean;
}

/** An answer as text, so that both ways can be held against each other. */
type Answers = string[];

/** Figures from the tallies of days beside the same by plain SQL over obligations, with an index that holds all it needs. */
export async function benchCompliance({ size }: BenchOptions, world: SharedWorld): Promise<BenchResult[]> {
  const { place, made } = await world.get();
  const now = Math.floor(Date.now() / 1000);
  const questions: Question[] = [
    {
      name: '30 days of one channel: p50, p90, p95, share',
      commitmentIds: [MEASURED_COMMITMENT],
      fromAt: findWindow('30d', made.large.timeZone, now).fromAt,
      isByMonth: false,
    },
    { name: '24 months by month and channel: p50, p90, p95, share', commitmentIds: FIRST_RESPONSES, fromAt: made.since, isByMonth: true },
  ];
  return place.use(async ({ db }) => {
    await sql`
      create index covering_obligation on obligation (company_id, commitment_id, asked_at)
      include (waited_seconds, staffed_seconds, target_seconds, answered_at, breach_at, excluded_at)`.execute(db);
    await sql`vacuum analyze obligation`.execute(db);
    try {
      const results: BenchResult[] = [];
      for (const question of questions) results.push(...(await measure(db, made, question, now, size >= GOAL_SIZE)));
      return results;
    } finally {
      await sql`drop index covering_obligation`.execute(db);
    }
  });
}

async function measure(db: Database, world: World, question: Question, now: Instant, isGoal: boolean): Promise<BenchResult[]> {
  const times = { sql: [] as number[], tallies: [] as number[], memory: [] as number[] };
  for (let round = -1; round < ROUNDS; round++) {
    const [startedAt, bySql] = [performance.now(), await askSql(db, world, question, now)];
    const sqlAt = performance.now();
    const tallies = await readQuestion(db, world, question, now);
    const readAt = performance.now();
    const byTallies = answer(tallies, question, now);
    const answeredAt = performance.now();
    if (!isDeepStrictEqual(bySql, byTallies))
      throw new Error(`Tallies and SQL differ: ${question.name}\n${listDifferences(byTallies, bySql)}`);
    // The first round warms up.
    if (round < 0) continue;
    times.sql.push(sqlAt - startedAt);
    times.tallies.push(answeredAt - sqlAt);
    times.memory.push(answeredAt - readAt);
  }
  const floor = { name: 'plain SQL with a covering index', value: median(times.sql) };
  const compare = (values: number[]) => ({ value: median(values), unit: 'ms', floor, ratio: median(values) / floor.value });
  const tallied = compare(times.tallies);
  return [
    { name: `compliance: ${question.name}`, ...tallied, ...(isGoal ? { goal: 'no slower than plain SQL', met: tallied.ratio <= 1 } : {}) },
    { name: `compliance: ${question.name}, tallies in memory`, ...compare(times.memory) },
  ];
}

function readQuestion(db: Database, { large, since }: World, { commitmentIds, fromAt }: Question, now: Instant): Promise<Tally[]> {
  const clock = getDayClock(large.timeZone);
  const company = { id: large.scope.companyId, timeZone: large.timeZone };
  return readTallies(db, { company, commitmentIds, fromDay: clock.dayOf(Math.max(fromAt, since)), toDay: clock.dayOf(now) }, now);
}

function answer(tallies: readonly Tally[], { isByMonth }: Question, now: Instant): Answers {
  const groups = Map.groupBy(tallies, ({ commitmentId, day }) => `${isByMonth ? toMonth(day) : ''} ${commitmentId}`);
  return [...groups]
    .flatMap(([name, group]) => {
      const unanswered = group.reduce((sum, tally) => sum + countOverdue(tally, now), 0);
      const runs = group.map(({ waited }) => waited);
      const ranks = [50, 90, 95].map((percent) => findRankInRuns(runs, unanswered, percent));
      const counts = group.map((tally) => countTally(tally, now));
      const met = counts.reduce((sum, count) => sum + count.met, 0);
      const decided = counts.reduce((sum, count) => sum + count.met + count.breached, 0);
      // SQL has no row for a month that has just begun and of which nothing is decided.
      return decided === 0 ? [] : [`${name} ${ranks.map((rank) => (rank === 'unanswered' ? INFINITE : rank))} ${met} ${decided}`];
    })
    .sort();
}

/** What one of them says and the other does not. */
const listDifferences = (byTallies: Answers, bySql: Answers): string =>
  [
    ...byTallies.filter((one) => !bySql.includes(one)).map((one) => `tallies: ${one}`),
    ...bySql.filter((one) => !byTallies.includes(one)).map((one) => `SQL: ${one}`),
  ].join('\n');

const toMonth = (day: Day): string => toDate(day).slice(0, 7);

async function askSql(db: Database, { large }: World, { commitmentIds, fromAt, isByMonth }: Question, now: Instant): Promise<Answers> {
  const clock = getDayClock(large.timeZone);
  const month = isByMonth ? sql`to_char(to_timestamp(asked_at) at time zone ${sql.lit(large.timeZone)}, 'YYYY-MM')` : sql`''`;
  const { rows } = await sql<{ month: string; commitmentId: string; ranks: number[]; met: number; decided: number }>`
    select
      ${month} as month, commitment_id as "commitmentId",
      percentile_disc(array[0.5, 0.9, 0.95]) within group (order by coalesce(waited_seconds, ${sql.lit(INFINITE)})) as ranks,
      count(*) filter (where staffed_seconds <= target_seconds) as met, count(*) as decided
    from obligation
    where company_id = ${large.scope.companyId} and commitment_id = any(${[...commitmentIds]}::text[])
      and asked_at >= ${clock.startOf(clock.dayOf(fromAt))} and asked_at <= ${now}
      and excluded_at is null and (answered_at is not null or breach_at < ${now})
    group by 1, 2`.execute(db);
  return rows.map(({ month: name, commitmentId, ranks, met, decided }) => `${name} ${commitmentId} ${ranks} ${met} ${decided}`).sort();
}
