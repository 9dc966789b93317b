import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createAlertDestination } from '../../src/commands/create-alert-destination.ts';
import { createAlertRule } from '../../src/commands/create-alert-rule.ts';
import { type DatabaseOptions, openDatabase } from '../../src/store/database.ts';
import { migrateToLatest } from '../../src/store/migrate.ts';
import { makeContext } from '../support/context.ts';
import { makeMeasuredCompany } from '../support/measured-company.ts';
import { makeObligation, storeObligations } from '../support/obligation.ts';
import { receiveWeb, type WebReceiver } from '../support/receivers.ts';
import { TEST_SECRETS_KEY } from '../support/secrets.ts';
import { createEmptyPostgresDatabase } from '../support/test-databases.ts';
import { waitUntil } from '../support/wait-until.ts';

const DESTINATIONS = 8;
const CONVERSATIONS = 15;
const MOST_MILLISECONDS = 400;
const PROGRAM = fileURLToPath(new URL('../support/run-alerts.ts', import.meta.url));

/** A company with a rule for each of several webhooks, by each of which all its conversations are to be told of at once. */
async function prepare(options: DatabaseOptions, url: string): Promise<void> {
  const database = await openDatabase(options);
  try {
    await migrateToLatest(database.db);
    const company = await makeMeasuredCompany(database.db);
    const now = Math.floor(Date.now() / 1000);
    const owner = makeContext(database.db, { now, actor: company.owner.actor });
    for (let number = 0; number < DESTINATIONS; number++) {
      const settings = { url: `${url}/d${number}` };
      const { destinationId } = await createAlertDestination(owner, company.slug, { kind: 'webhook', name: `Desk ${number}`, settings });
      await createAlertRule(owner, company.slug, { trigger: 'used-75', targets: [`destination:${destinationId}`] });
    }
    const rows = Array.from({ length: CONVERSATIONS }, (_, index) =>
      makeObligation(company.id, null, { asked_at: now - 3_000, conversation_id: `case-${index}` }),
    );
    await storeObligations(database.db, rows);
  } finally {
    await database.close();
  }
}

function startProgram(env: Record<string, string>): ChildProcess {
  const { DATABASE_URL: _, ...inherited } = process.env;
  const child = spawn(process.execPath, [PROGRAM], {
    env: { ...inherited, ALERTS_TO_PRIVATE_NETWORKS: 'yes', SECRETS_KEY: TEST_SECRETS_KEY, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  // A test that ends early must not leave the program behind.
  process.once('exit', () => child.kill('SIGKILL'));
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The ids of the messages in which each receiver was told of each conversation. */
function listTold(web: WebReceiver): Map<string, Set<string>> {
  const told = new Map<string, Set<string>>();
  for (const { path, headers, body } of web.calls) {
    const { data } = JSON.parse(body) as { data: { alerts: string[] } };
    for (const sentence of data.alerts) {
      const key = `${path} ${/case-\d+/.exec(sentence)?.[0]}`;
      told.set(key, (told.get(key) ?? new Set()).add(String(headers['webhook-id'])));
    }
  }
  return told;
}

async function killAndCount(options: DatabaseOptions, env: Record<string, string>): Promise<void> {
  const web = await receiveWeb();
  const started: ChildProcess[] = [];
  const start = (): ChildProcess => {
    const child = startProgram(env);
    started.push(child);
    return child;
  };
  try {
    await prepare(options, web.url);
    // Killed while receivers keep it waiting for their answer, and again at any moment after it came back.
    web.answer('hang');
    const first = start();
    await waitUntil(() => web.calls.length > 0, 60_000);
    await pause(randomInt(MOST_MILLISECONDS));
    await kill(first);
    web.answer(200);
    const second = start();
    await pause(randomInt(10 * MOST_MILLISECONDS));
    await kill(second);
    const last = start();
    await waitUntil(() => isAllSent(web), 150_000);
    await kill(last);
    const told = listTold(web);
    assert.equal(told.size, DESTINATIONS * CONVERSATIONS, 'every receiver was told of every conversation');
    assert.deepEqual(
      [...told].filter(([, ids]) => ids.size !== 1),
      [],
      'told twice, in different messages',
    );
    await checkLog(options);
  } finally {
    for (const child of started) child.kill('SIGKILL');
    await web.close();
  }
}

/** Whether each receiver got a message that it answered. */
const isAllSent = (web: WebReceiver) => new Set(web.answered.map(({ path }) => path)).size === DESTINATIONS;

async function checkLog(options: DatabaseOptions): Promise<void> {
  const database = await openDatabase(options);
  const rows = await database.db.selectFrom('alert_message').select(['target', 'state']).execute();
  const alerts = await database.db.selectFrom('alert').select('id').execute();
  await database.close();
  assert.equal(new Set(rows.map(({ target }) => target)).size, rows.length, 'one message for each receiver');
  assert.equal(alerts.length, DESTINATIONS * CONVERSATIONS);
}

describe('a killed process neither loses nor doubles an alert', { concurrency: true }, () => {
  test('on PGlite', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'kept-alerts-'));
    try {
      await killAndCount({ dataDir }, { DATA_DIR: dataDir });
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
  });

  test('on PostgreSQL', async () => {
    const { url, drop } = await createEmptyPostgresDatabase();
    try {
      await killAndCount({ databaseUrl: url, dataDir: '' }, { DATABASE_URL: url });
    } finally {
      await drop();
    }
  });
});
