import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { formatInstant } from '../../src/domain/instant.ts';
import { openDatabase } from '../../src/store/database.ts';
import { migrateToLatest } from '../../src/store/migrate.ts';
import { TEST_NOW } from '../support/context.ts';
import { makeMeasuredCompany } from '../support/measured-company.ts';
import { readRecorded, rejudgeFromEvents } from '../support/recorded.ts';
import { createEmptyPostgresDatabase } from '../support/test-databases.ts';

const KILLS = 4;
const EVENTS = 24_000;
const EVENTS_PER_CONVERSATION = 4;
const MOST_MILLISECONDS = 1_500;
const IMPORT = fileURLToPath(new URL('../../src/server/import.ts', import.meta.url));

function writeFile(folder: string): string {
  const lines = Array.from({ length: EVENTS }, (_, i) => {
    const type = i % EVENTS_PER_CONVERSATION === 1 ? 'agent-reply' : 'customer-message';
    return `event-${i},conversation-${Math.floor(i / EVENTS_PER_CONVERSATION)},x,${type},${formatInstant(TEST_NOW - 200_000 + i)}`;
  });
  const file = join(folder, 'messages.csv');
  writeFileSync(file, ['id,conversation,channel,type,at', ...lines, ''].join('\n'));
  return file;
}

function start(slug: string, file: string, env: Record<string, string>): ChildProcess {
  const { DATABASE_URL: _, ...inherited } = process.env;
  const args = [IMPORT, '--company', slug, '--file', file, '--source', 'File'];
  return spawn(process.execPath, args, { env: { ...inherited, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
}

/** What the program says when it is done; undefined when it ended before. */
async function readSummary(child: ChildProcess): Promise<string | undefined> {
  for await (const line of createInterface(child.stdout as NodeJS.ReadableStream)) if (line.startsWith('Read to row')) return line;
  return undefined;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

async function importThroughKills(options: Parameters<typeof openDatabase>[0], env: Record<string, string>, folder: string): Promise<void> {
  const file = writeFile(folder);
  const made = await openDatabase(options);
  await migrateToLatest(made.db);
  const { id: companyId, slug } = await makeMeasuredCompany(made.db);
  await made.close();
  for (let round = 0; round < KILLS; round++) {
    const child = start(slug, file, env);
    const summary = readSummary(child);
    const waiting = new Promise((resolve) => setTimeout(resolve, 500 + randomInt(MOST_MILLISECONDS)));
    await Promise.race([waiting, summary]);
    await kill(child);
  }
  const child = start(slug, file, env);
  const summary = await readSummary(child);
  // What was told to be recorded is, even when the power goes at this moment.
  await kill(child);
  assert.match(summary ?? '', new RegExp(`^Read to row ${EVENTS + 1}: \\d+ events recorded, \\d+ were known, 0 refused$`));
  const { db, close } = await openDatabase(options);
  try {
    const { id: sourceId } = await db
      .selectFrom('source')
      .select('id')
      .where('company_id', '=', companyId)
      .where('name', '=', 'File')
      .executeTakeFirstOrThrow();
    const scope = { companyId, sourceId };
    const recorded = await readRecorded(db, scope);
    assert.equal(recorded.events, EVENTS);
    assert.equal(recorded.conversations.length, EVENTS / EVENTS_PER_CONVERSATION);
    assert.deepEqual(recorded.obligations, await rejudgeFromEvents(db, scope));
  } finally {
    await close();
  }
}

test(`an import that is killed ${KILLS} times and begun again loses and doubles nothing, on PGlite`, async (context) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'kept-killed-import-'));
  context.after(() => rmSync(dataDir, { recursive: true, force: true }));
  await importThroughKills({ dataDir }, { DATA_DIR: dataDir }, dataDir);
});

test(`an import that is killed ${KILLS} times and begun again loses and doubles nothing, on PostgreSQL`, async (context) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'kept-killed-import-'));
  const { url: databaseUrl, drop } = await createEmptyPostgresDatabase();
  context.after(async () => {
    await drop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  await importThroughKills({ databaseUrl, dataDir }, { DATABASE_URL: databaseUrl, DATA_DIR: dataDir }, dataDir);
});
