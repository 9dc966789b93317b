import { sql } from 'kysely';
import type { Instant } from '../src/domain/instant.ts';
import { readQueueFilter } from '../src/domain/queue/queue-filter.ts';
import type { Database } from '../src/store/database.ts';
import { readQueue } from '../src/views/queue/read-queue.ts';
import { makeMeasuredCompany } from '../tests/support/measured-company.ts';
import { openPlace } from './place.ts';
import { type BenchOptions, type BenchResult, median } from './result.ts';

const ROUNDS = 15;
const WAITING = 10_000;
/** Deep enough that a queue which counts its way there would show it. */
const DEEP = 9_000;
const ALL = readQueueFilter(new URLSearchParams());

/**
 * Pages of a queue in which 10,000 wait among ten times as many that were answered: the first, and one deep down, beside the plain
 * counting of all that wait, which each of them holds.
 */
export async function benchQueue({ database }: BenchOptions): Promise<BenchResult[]> {
  const place = await openPlace(database);
  try {
    return await place.use(({ db }) => measure(db, Math.floor(Date.now() / 1000)));
  } finally {
    await place.close();
  }
}

async function measure(db: Database, now: Instant): Promise<BenchResult[]> {
  const { id, scope } = await makeMeasuredCompany(db);
  await fill(db, scope, now);
  const ask = { filter: ALL, through: null };
  const deep = await findPlace(db, id, now);
  const times = { count: [] as number[], first: [] as number[], deep: [] as number[] };
  for (let round = -1; round < ROUNDS; round++) {
    const startedAt = performance.now();
    await sql`select count(*) from obligation where company_id = ${id} and answered_at is null and excluded_at is null`.execute(db);
    const countedAt = performance.now();
    const { counts } = await readQueue(db, id, { ...ask, after: null }, now);
    const firstAt = performance.now();
    const { rows } = await readQueue(db, id, { ...ask, after: deep }, now);
    if (counts.all !== WAITING || rows.length !== 100) throw new Error(`The queue holds ${counts.all}, its page ${rows.length}.`);
    // The first round warms up.
    if (round < 0) continue;
    times.count.push(countedAt - startedAt);
    times.first.push(firstAt - countedAt);
    times.deep.push(performance.now() - firstAt);
  }
  const counted = { name: 'counting all that wait', value: median(times.count) };
  const first = { name: 'its first page', value: median(times.first) };
  const deepest = median(times.deep);
  return [
    { name: 'queue: first page of 10,000', value: first.value, unit: 'ms', floor: counted, ratio: first.value / counted.value },
    {
      name: 'queue: page 91 of 10,000',
      value: deepest,
      unit: 'ms',
      floor: first,
      ratio: deepest / first.value,
      goal: 'at most 1.5 times the first',
      met: deepest / first.value <= 1.5,
    },
  ];
}

/** Waits a minute apart on x, of which a tenth is breached, and before them ten times as many that were answered. */
async function fill(db: Database, { companyId, sourceId }: { companyId: number; sourceId: number }, now: Instant): Promise<void> {
  const since = now - (WAITING / 10) * 60;
  await sql`
    insert into obligation (company_id, source_id, conversation_id, commitment_id, ordinal, channel_id, metric, version_number,
      asked_at, due_at, breach_at, answered_at, target_seconds, waited_seconds, staffed_seconds, late_exclusion, language)
    select ${companyId}::int8, ${sourceId}::int4, 'c' || number, 'x-first', 0, 'x', 'first-response', 1,
      at - 3600, at, at, case when number < 0 then at end, 3600, case when number < 0 then 3600 end, case when number < 0 then 3600 end, false,
      case number % 3 when 0 then 'de' when 1 then 'en' end
    from generate_series(${-10 * WAITING}::int4, ${WAITING - 1}::int4) as number, lateral (select ${since}::int8 + number * 60 as at) as time`.execute(
    db,
  );
  await sql`vacuum analyze obligation`.execute(db);
}

/** The place of the row after which the deep page begins, as one gets there: page by page. */
async function findPlace(db: Database, companyId: number, now: Instant): Promise<string | null> {
  let after: string | null = null;
  for (let seen = 0; seen < DEEP; seen += 100) {
    after = (await readQueue(db, companyId, { filter: ALL, after, through: null }, now)).end ?? null;
  }
  return after;
}
