import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { setDigestChoice } from '../../src/commands/set-digest-choice.ts';
import { findDigestPeriod } from '../../src/domain/digest/digest-period.ts';
import { type DatabaseOptions, openDatabase } from '../../src/store/database.ts';
import { migrateToLatest } from '../../src/store/migrate.ts';
import { makeContext, makeMember } from '../support/context.ts';
import { makeMeasuredCompany } from '../support/measured-company.ts';
import { makeObligation, storeObligations } from '../support/obligation.ts';
import { type MailReceiver, receiveMail } from '../support/receivers.ts';
import { createEmptyPostgresDatabase } from '../support/test-databases.ts';
import { waitUntil } from '../support/wait-until.ts';

const MEMBERS = 20;
const DAY = 86_400;
const MOST_MILLISECONDS = 2_000;
const PROGRAM = fileURLToPath(new URL('../support/run-alerts.ts', import.meta.url));

/** A company with a message in its last week, and members who are all to get that week's digest at once. */
async function prepare(options: DatabaseOptions): Promise<void> {
  const database = await openDatabase(options);
  try {
    await migrateToLatest(database.db);
    const company = await makeMeasuredCompany(database.db);
    const { dueAt } = findDigestPeriod('weekly', company.timeZone, Math.floor(Date.now() / 1000));
    await storeObligations(database.db, [makeObligation(company.id, 60, { asked_at: dueAt - 3 * DAY })]);
    for (let number = 0; number < MEMBERS; number++) {
      const { actor } = await makeMember(database.db, company.id, 'viewer');
      await setDigestChoice(makeContext(database.db, { actor, now: dueAt - DAY }), company.slug, { weekly: true, monthly: false });
    }
  } finally {
    await database.close();
  }
}

/** Starts the program; a test that ends early must not leave it behind. */
function start(env: Record<string, string>): ChildProcess {
  const { DATABASE_URL: _, ...inherited } = process.env;
  const child = spawn(process.execPath, [PROGRAM], { env: { ...inherited, ...env }, stdio: ['ignore', 'ignore', 'inherit'] });
  process.once('exit', () => child.kill('SIGKILL'));
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The Message-IDs that each person was sent. */
function listSent({ mails }: MailReceiver): Map<string, Set<string>> {
  const sent = new Map<string, Set<string>>();
  for (const mail of mails) {
    const [to = '', id = ''] = ['To', 'Message-ID'].map((name) => new RegExp(`^${name}: (.+)$`, 'im').exec(mail)?.[1]?.trim());
    sent.set(to, (sent.get(to) ?? new Set()).add(id));
  }
  return sent;
}

/** @param together how many instances run beside each other: as many as the database lets. */
async function killAndCount(options: DatabaseOptions, env: Record<string, string>, together: number): Promise<void> {
  const server = await receiveMail();
  const started: ChildProcess[] = [];
  const startAll = () => {
    const fresh = Array.from({ length: together }, () => start({ ...env, SMTP_URL: server.url }));
    started.push(...fresh);
    return fresh;
  };
  try {
    await prepare(options);
    // Killed while the mail server keeps them waiting, and again at any moment after they came back.
    server.answer('hang');
    const first = startAll();
    await waitUntil(() => server.handed() > 0, 60_000);
    await Promise.all(first.map(kill));
    server.answer('take');
    const second = startAll();
    await waitUntil(() => server.mails.length > 0, 60_000);
    await pause(randomInt(MOST_MILLISECONDS));
    await Promise.all(second.map(kill));
    const last = startAll();
    await waitUntil(() => listSent(server).size === MEMBERS, 180_000);
    await Promise.all(last.map(kill));
    assert.deepEqual(
      [...listSent(server)].filter(([, ids]) => ids.size !== 1),
      [],
      'sent twice, in different mails',
    );
    await checkStored(options);
  } finally {
    for (const child of started) child.kill('SIGKILL');
    await server.close();
  }
}

async function checkStored(options: DatabaseOptions): Promise<void> {
  const database = await openDatabase(options);
  const rows = await database.db.selectFrom('digest').select(['user_id', 'state']).execute();
  await database.close();
  assert.equal(rows.length, MEMBERS);
  assert.equal(new Set(rows.map(({ user_id }) => user_id)).size, MEMBERS);
}

describe('killed processes neither lose nor double a digest', { concurrency: true }, () => {
  test('one on PGlite', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'kept-digests-'));
    try {
      await killAndCount({ dataDir }, { DATA_DIR: dataDir }, 1);
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
  });

  test('two beside each other on PostgreSQL', async () => {
    const { url, drop } = await createEmptyPostgresDatabase();
    try {
      await killAndCount({ databaseUrl: url, dataDir: '' }, { DATABASE_URL: url }, 2);
    } finally {
      await drop();
    }
  });
});
