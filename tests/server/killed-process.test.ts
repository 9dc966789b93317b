import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '../../src/store/database.ts';
import type { SourceScope } from '../../src/store/event.ts';
import { TEST_NOW } from '../support/context.ts';
import { readRecorded, rejudgeFromEvents } from '../support/recorded.ts';
import type { ReadyLine } from '../support/serve-events.ts';
import { createEmptyPostgresDatabase } from '../support/test-databases.ts';

const KILLS = 20;
const CLIENTS = 3;
const BATCH_EVENTS = 40;
const MOST_MILLISECONDS = 250;
const SERVER = fileURLToPath(new URL('../support/serve-events.ts', import.meta.url));

/** What was sent; `isAnswered` once its 2xx was read to the end. */
interface SentBatch {
  readonly ids: readonly string[];
  isAnswered: boolean;
}

async function start(env: Record<string, string>, mode: 'new' | 'again'): Promise<{ child: ChildProcess; ready: ReadyLine }> {
  const { DATABASE_URL: _, ...inherited } = process.env;
  const child = spawn(process.execPath, [SERVER, mode], { env: { ...inherited, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await Promise.race([
    once(createInterface(child.stdout as NodeJS.ReadableStream), 'line'),
    once(child, 'exit').then(() => ['']),
  ])) as [string];
  assert.notEqual(line, '', 'the server started');
  return { child, ready: JSON.parse(line) as ReadyLine };
}

/** Questions and answers; the batches of one round go on with the same conversations. */
function makeBatch(round: string, name: string): object[] {
  return Array.from({ length: BATCH_EVENTS }, (_, i) => ({
    id: `${round}-${name}-${i}`,
    conversation: `${round}-${i % 15}`,
    channel: 'x',
    type: i % 3 === 2 ? 'agent-reply' : 'customer-message',
    at: TEST_NOW - 100_000 + randomInt(90_000),
  }));
}

/** Sends batch after batch until the server is gone. */
async function sendUntilKilled(
  url: string,
  key: string,
  { round, name }: { round: string; name: string },
  sent: SentBatch[],
  onAnswer: () => void,
): Promise<void> {
  for (let number = 0; ; number++) {
    const body = makeBatch(round, `${name}-${number}`);
    const batch: SentBatch = { ids: body.map((event) => (event as { id: string }).id), isAnswered: false };
    sent.push(batch);
    try {
      const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
      const answer = await fetch(`${url}/api/v1/events`, { method: 'POST', headers, body: JSON.stringify(body) });
      const result = (await answer.json()) as { recorded: number };
      assert.deepEqual([answer.status, result.recorded], [200, BATCH_EVENTS]);
      batch.isAnswered = true;
      onAnswer();
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
      return;
    }
  }
}

async function killAgainAndAgain(env: Record<string, string>): Promise<{ scope: SourceScope; sent: SentBatch[] }> {
  const sent: SentBatch[] = [];
  let company: ReadyLine['company'];
  for (let round = 0; round < KILLS; round++) {
    const { child, ready } = await start(env, round === 0 ? 'new' : 'again');
    company ??= ready.company;
    assert.ok(company);
    const { key } = company;
    const answered = Promise.withResolvers<void>();
    const clients = Array.from({ length: CLIENTS }, (_, i) =>
      sendUntilKilled(ready.url, key, { round: `r${round}`, name: `s${i}` }, sent, answered.resolve),
    );
    const clientsEnded = Promise.all(clients);
    await Promise.race([answered.promise, clientsEnded]);
    await new Promise((resolve) => setTimeout(resolve, randomInt(MOST_MILLISECONDS)));
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    await clientsEnded;
  }
  assert.ok(company);
  return { scope: company, sent };
}

async function count(open: Parameters<typeof openDatabase>[0], scope: SourceScope, sent: readonly SentBatch[]): Promise<void> {
  const database = await openDatabase(open);
  try {
    const rows = await database.db.selectFrom('event').select('id').where('company_id', '=', scope.companyId).execute();
    const kept = new Set(rows.map(({ id }) => id));
    const answered = sent.filter(({ isAnswered }) => isAnswered);
    assert.ok(answered.length >= KILLS && answered.length < sent.length, `${answered.length} of ${sent.length} batches were answered`);
    const lost = answered.flatMap(({ ids }) => ids).filter((id) => !kept.has(id));
    assert.deepEqual(lost, [], 'answered, then lost');
    const torn = sent.filter(({ ids }) => ids.some((id) => kept.has(id)) && !ids.every((id) => kept.has(id)));
    assert.deepEqual(torn, [], 'batches recorded in part');
    assert.deepEqual((await readRecorded(database.db, scope)).obligations, await rejudgeFromEvents(database.db, scope));
  } finally {
    await database.close();
  }
}

test(`what was answered survives ${KILLS} kills, on PGlite`, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'kept-killed-'));
  try {
    const { scope, sent } = await killAgainAndAgain({ DATA_DIR: dataDir });
    await count({ dataDir }, scope, sent);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});

test(`what was answered survives ${KILLS} kills, on PostgreSQL`, async () => {
  const { url, drop } = await createEmptyPostgresDatabase();
  try {
    const { scope, sent } = await killAgainAndAgain({ DATABASE_URL: url });
    await count({ databaseUrl: url, dataDir: '' }, scope, sent);
  } finally {
    await drop();
  }
});
