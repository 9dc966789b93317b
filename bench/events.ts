import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { recordEvents } from '../src/commands/record-events.ts';
import { RecordingThreads } from '../src/server/recording/recording-threads.ts';
import { type OpenDatabase, openDatabase } from '../src/store/database.ts';
import type { SourceScope } from '../src/store/event.ts';
import { migrateToLatest } from '../src/store/migrate.ts';
import { makeKey } from '../tests/support/api-key.ts';
import { makeContext, TEST_NOW } from '../tests/support/context.ts';
import { makeMeasuredCompany } from '../tests/support/measured-company.ts';
import { startPostgres } from '../tests/support/postgres-server.ts';
import { serveApp } from '../tests/support/served-app.ts';
import { createEmptyPostgresDatabase } from '../tests/support/test-databases.ts';
import { copyToPglite, copyToPostgres } from './copy-rows.ts';
import { sendBatches } from './event-client.ts';
import { makeFloorTable } from './floor-table.ts';
import { type BenchOptions, type BenchResult, median } from './result.ts';
import { withoutIndexes } from './world/without-indexes.ts';

const BATCH_EVENTS = 1_000;
/** So many that a run takes seconds: in half of one nothing has to be written out yet, and the least hiccup counts. */
const BATCHES = 120;
const ROUNDS = 5;
const SEED_EVENTS = 5_000;
/** On top of more is measured by itself. */
const MOST_SEEDED = 1_000_000;
const COPIED =
  'copied_event (company_id, source_id, id, conversation_id, channel_id, type, at, recorded_at, author_hash, audience, language)';

interface Place {
  readonly threads: RecordingThreads | undefined;
  readonly database: OpenDatabase;
  copy(text: string): Promise<void>;
  close(): Promise<void>;
}

/** Events a second over HTTP, validated and judged, beside COPY of the same rows into a table with four indexes that holds as many. */
export async function benchEvents(options: BenchOptions): Promise<BenchResult[]> {
  const place = options.database === 'postgres' ? await openPostgresPlace() : await openPglitePlace();
  try {
    await migrateToLatest(place.database.db);
    const company = await makeMeasuredCompany(place.database.db);
    const { key } = await makeKey(place.database.db, company);
    await seed(place.database, company.scope, Math.min(options.size, MOST_SEEDED));
    await prepareFloor(place.database);
    return await measure(options.database, place, key);
  } finally {
    await place.close();
  }
}

/** A table that holds as many rows. */
async function prepareFloor({ db, kind }: OpenDatabase): Promise<void> {
  await makeFloorTable(db, 'copied_event');
  const fill = async () => void (await sql`insert into copied_event select * from event`.execute(db));
  await withoutIndexes(db, kind === 'pglite', fill, ['copied_event']);
  // What PostgreSQL would do by itself a while later, when it is measured.
  await sql`vacuum analyze event, conversation, obligation, copied_event`.execute(db);
}

async function measure(kind: string, place: Place, key: string): Promise<BenchResult[]> {
  const served = await serveApp(place.database, undefined, place.threads);
  const { url } = served;
  const rates = { copied: [] as number[], one: [] as number[], two: [] as number[], again: [] as number[], mixed: [] as number[] };
  try {
    for (let round = -1; round < ROUNDS; round++) {
      const name = `round${round}`;
      const one = makeBodies(`${name}-one`);
      // Neither text nor bodies are made while it is timed.
      const copied = toCopyText(makeEvents(`${name}-copy`, BATCHES * BATCH_EVENTS));
      const rate = async (measureMilliseconds: () => Promise<number>) => {
        await writeOut(place);
        return toRate(await measureMilliseconds());
      };
      const send = (bodies: readonly string[], clients: number) => rate(() => sendBatches({ url, key, bodies, clients }));
      const found = {
        copied: await rate(() => time(() => place.copy(copied))),
        one: await send(one, 1),
        two: await send(makeBodies(`${name}-two`), 2),
        again: await send(one, 1),
        mixed: await send(makeBodies(`${name}-mixed`, 'mixed'), 1),
      };
      // The first round warms up.
      if (round >= 0) for (const what of ['copied', 'one', 'two', 'again', 'mixed'] as const) rates[what].push(found[what]);
    }
  } finally {
    await served.close();
  }
  const floor = { name: `COPY of the same rows, ${kind}`, value: median(rates.copied) };
  const compare = (name: string, values: number[], goalRatio?: number): BenchResult => {
    const ratio = median(values) / floor.value;
    const result = { name: `events: ${name}`, value: median(values), unit: 'events/s', floor, ratio };
    return goalRatio === undefined ? result : { ...result, goal: `at least ${goalRatio} of COPY`, met: ratio >= goalRatio };
  };
  const second = kind === 'postgres' ? 0.6 : undefined;
  return [
    compare('HTTP batches of 1,000, one client', rates.one, 0.4),
    compare('HTTP batches of 1,000, two clients', rates.two, second),
    compare('the same batches again, one client', rates.again),
    compare('batches in no order of time, one client', rates.mixed),
  ];
}

/**
 * Has the embedded database write what was measured before: nobody does that in the background there, so whoever came next would pay for it.
 * PostgreSQL has who does, and after a checkpoint it would write whole pages into its log again.
 */
async function writeOut({ database: { db, kind } }: Place): Promise<void> {
  if (kind === 'pglite') await sql`checkpoint`.execute(db);
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

const toRate = (milliseconds: number): number => (BATCHES * BATCH_EVENTS * 1000) / milliseconds;

/** One batch after the other, in order of time, as a source sends what it has; or each with conversations of any time. */
function makeBodies(name: string, order: Order = 'by time'): string[] {
  const events = makeEvents(name, BATCHES * BATCH_EVENTS, order);
  return Array.from({ length: BATCHES }, (_, i) => JSON.stringify(events.slice(i * BATCH_EVENTS, (i + 1) * BATCH_EVENTS)));
}

type Order = 'by time' | 'mixed';
const SPREAD_SECONDS = 60 * 86_400;

/** Conversations of a question and its answer over 60 days. */
function makeEvents(name: string, count: number, order: Order = 'by time'): object[] {
  let state = 7;
  const draw = (bound: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
  return Array.from({ length: count / 2 }, (_, i) => {
    const into = order === 'mixed' ? draw(SPREAD_SECONDS) : Math.floor((i / (count / 2)) * SPREAD_SECONDS);
    const asked = TEST_NOW - SPREAD_SECONDS - 86_400 + into;
    const shared = { conversation: `${name}-${i}`, channel: i % 2 === 0 ? 'x' : 'mail' };
    return [
      {
        id: `${name}-${i}-q`,
        ...shared,
        type: 'customer-message',
        at: asked,
        author: `person-${draw(9_999)}`,
        audience: '<100',
        language: 'en',
      },
      { id: `${name}-${i}-a`, ...shared, type: 'agent-reply', at: asked + 30 + draw(9_000) },
    ];
  }).flat();
}

/** The same events as rows in COPY's text form. */
function toCopyText(events: readonly object[]): string {
  return events
    .map((event) => {
      const { id, conversation, channel, type, at, author, audience, language } = event as Record<string, string | undefined>;
      const hash = author === undefined ? '\\N' : author.padEnd(64, '0');
      return `1\t1\t${id}\t${conversation}\t${channel}\t${type}\t${at}\t${TEST_NOW}\t${hash}\t${audience ?? '\\N'}\t${language ?? '\\N'}\n`;
    })
    .join('');
}

async function seed({ db }: OpenDatabase, scope: SourceScope, size: number): Promise<void> {
  const ctx = makeContext(db, { actor: { kind: 'system' } });
  for (let done = 0; done < size; done += SEED_EVENTS) await recordEvents(ctx, scope, makeEvents(`seed-${done}`, SEED_EVENTS));
}

async function openPostgresPlace(): Promise<Place> {
  const server = await startPostgres();
  const { url, drop } = await createEmptyPostgresDatabase(server.url);
  const database = await openDatabase({ databaseUrl: url, dataDir: '' });
  return {
    database,
    threads: new RecordingThreads({ databaseUrl: url, dataDir: '' }),
    copy: (text) => copyToPostgres(url, COPIED, text),
    close: async () => {
      await database.close();
      await drop();
      await server.stop();
    },
  };
}

async function openPglitePlace(): Promise<Place> {
  const dataDir = mkdtempSync(join(tmpdir(), 'kept-bench-'));
  const database = await openDatabase({ databaseUrl: undefined, dataDir });
  return {
    database,
    threads: undefined,
    copy: (text) => copyToPglite(database.db, dataDir, COPIED, text),
    close: async () => {
      await database.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
