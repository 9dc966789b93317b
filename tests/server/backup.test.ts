import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { askForCopy } from '../../src/server/control-client.ts';
import { controlSocketIn } from '../../src/server/control-socket.ts';
import { toHeaderLine } from '../../src/store/archive/archive-format.ts';
import { openDatabase } from '../../src/store/database.ts';
import type { SourceScope } from '../../src/store/event.ts';
import { makeKey } from '../support/api-key.ts';
import { makeMeasuredCompany } from '../support/measured-company.ts';
import { makeDataDir, type Product, startProduct } from '../support/product.ts';
import { readRecorded, rejudgeFromEvents } from '../support/recorded.ts';
import { createPostgresDatabase } from '../support/test-databases.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const BATCH_EVENTS = 20;

interface Place {
  readonly databaseUrl?: string;
  readonly dataDir: string;
}

interface Sender {
  readonly slug: string;
  readonly scope: SourceScope;
  readonly key: string;
}

/** A folder that goes with the test. */
function makeFolder(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'kept-backup-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function makeMigratedFolder(context: TestContext): string {
  const folder = makeDataDir();
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function makePostgres(context: TestContext): Promise<Place> {
  const { url: databaseUrl, drop } = await createPostgresDatabase();
  context.after(drop);
  return { databaseUrl, dataDir: makeFolder(context) };
}

const toEnvironment = ({ databaseUrl, dataDir }: Place) => ({
  DATA_DIR: dataDir,
  ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
});

/** Runs `npm run backup` or `npm run restore` as a process of its own. */
async function runCommand(command: 'backup' | 'restore', args: string[], place: Place): Promise<{ code: number | null; output: string }> {
  const { DATABASE_URL: _, ...inherited } = process.env;
  const env = { ...inherited, ...toEnvironment(place) };
  const child = spawn(process.execPath, [`src/server/${command}.ts`, ...args], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
}

async function succeed(command: 'backup' | 'restore', args: string[], place: Place): Promise<string> {
  const { code, output } = await runCommand(command, args, place);
  assert.equal(code, 0, output);
  return output;
}

async function refuse(command: 'backup' | 'restore', args: string[], place: Place, expected: RegExp): Promise<void> {
  const { code, output } = await runCommand(command, args, place);
  assert.equal(code, 1, output);
  assert.match(output, expected);
  assert.doesNotMatch(output, /\n\s+at /, 'no stack');
}

/** Makes a company that publishes a promise, and a key to send its events with. */
async function makeSender(place: Place): Promise<Sender> {
  const database = await openDatabase(place);
  try {
    const company = await makeMeasuredCompany(database.db);
    const { key } = await makeKey(database.db, company);
    return { slug: company.slug, scope: company.scope, key };
  } finally {
    await database.close();
  }
}

/** Sends batch after batch until it is told to stop; each half questions and half answers. */
function startSending(product: Product, { key }: Sender) {
  const answered: string[][] = [];
  let stopped = false;
  const send = async () => {
    for (let number = 0; !stopped; number++) {
      const at = Math.floor(Date.now() / 1000) - 7_200;
      const events = Array.from({ length: BATCH_EVENTS }, (_, index) => ({
        id: `${number}-${index}`,
        conversation: `${number}-${index >> 1}`,
        channel: 'x',
        type: index % 2 === 0 ? 'customer-message' : 'agent-reply',
        at: at + (index % 2) * 600,
      }));
      const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
      const answer = await fetch(`${product.url}/api/v1/events`, { method: 'POST', headers, body: JSON.stringify(events) });
      assert.deepEqual([answer.status, ((await answer.json()) as { recorded: number }).recorded], [200, BATCH_EVENTS]);
      answered.push(events.map(({ id }) => id));
    }
  };
  const done = send();
  return {
    answered,
    /** Resolves when so many batches have been answered. */
    reached: async (count: number) => {
      while (answered.length < count) await Promise.race([done, new Promise((resolve) => setImmediate(resolve))]);
    },
    stop: () => {
      stopped = true;
      return done;
    },
  };
}

/** All that was answered before the backup began is there, each batch whole or not at all, and judged as its events say. */
async function checkRestored(place: Place, sender: Sender, answeredBefore: readonly string[][]): Promise<void> {
  const database = await openDatabase(place);
  try {
    const rows = await database.db.selectFrom('event').select('id').where('company_id', '=', sender.scope.companyId).execute();
    const found = new Set(rows.map(({ id }) => id));
    assert.deepEqual(
      answeredBefore.flat().filter((id) => !found.has(id)),
      [],
      'answered before the backup began, and not in it',
    );
    assert.equal(found.size % BATCH_EVENTS, 0, 'whole batches');
    assert.deepEqual((await readRecorded(database.db, sender.scope)).obligations, await rejudgeFromEvents(database.db, sender.scope));
  } finally {
    await database.close();
  }
}

/** Of a company on PostgreSQL. */
async function makeBackup(context: TestContext): Promise<{ file: string; sender: Sender }> {
  const postgres = await makePostgres(context);
  const sender = await makeSender(postgres);
  const file = join(makeFolder(context), 'kept.gz');
  await succeed('backup', ['--to', file], postgres);
  return { file, sender };
}

async function checkServed(place: Place, { slug }: Sender): Promise<void> {
  const product = await startProduct({ dataDir: place.dataDir, env: toEnvironment(place) });
  await checkPage(product, slug);
  assert.equal((await product.stop()).code, 0);
}

async function checkPage(product: Product, slug: string): Promise<void> {
  const page = await fetch(`${product.url}/${slug}`);
  assert.equal(page.status, 200);
  assert.match(await page.text(), new RegExp(`Company ${slug}`));
}

describe('backups while the product runs and takes events', () => {
  const kinds: Record<string, (context: TestContext) => Promise<Place>> = {
    'the embedded database': async (context) => ({ dataDir: makeMigratedFolder(context) }),
    PostgreSQL: makePostgres,
  };
  for (const [name, makePlace] of Object.entries(kinds)) {
    test(`of ${name}: whole, of one moment, and the product starts on it in an empty folder`, async (context) => {
      const place = await makePlace(context);
      const sender = await makeSender(place);
      const product = await startProduct({ dataDir: place.dataDir, env: toEnvironment(place) });
      const sending = startSending(product, sender);
      await sending.reached(5);
      const before = [...sending.answered];
      const file = join(makeFolder(context), 'kept.jsonl.gz');
      assert.match(await succeed('backup', ['--to', file], place), /Backed up 1 company and [\d,]+ events to/);
      const after = sending.answered.length;
      await sending.reached(after + 1);
      await sending.stop();
      assert.ok(after > before.length, 'events were taken while the backup was made');
      assert.equal(statSync(file).mode & 0o777, 0o600);
      assert.ok(!existsSync(`${file}.part`));
      assert.equal((await product.stop()).code, 0);

      const target = { dataDir: join(makeFolder(context), 'new') };
      assert.match(await succeed('restore', ['--from', file], target), /Restored 1 company and [\d,]+ events/);
      await checkRestored(target, sender, before);
      await checkServed(target, sender);
    });
  }
});

describe('the embedded database of a running product', () => {
  test('is reached by a socket that nobody else can open, and its copy goes when the backup is done', async (context) => {
    const place = { dataDir: makeMigratedFolder(context) };
    await makeSender(place);
    const product = await startProduct(place);
    const socket = statSync(join(place.dataDir, 'control.sock'));
    assert.ok(socket.isSocket());
    assert.equal(socket.mode & 0o777, 0o600);
    const folder = makeFolder(context);
    await succeed('backup', ['--to', join(folder, 'first.gz')], place);
    await succeed('backup', ['--to', join(folder, 'second.gz')], place);
    await refuse('backup', ['--to', join(folder, 'no-such-folder', 'third.gz')], place, /cannot be used.*ENOENT/);
    // The server notices that the command has hung up a moment after it ended.
    while (readdirSync(join(place.dataDir, 'copies')).length > 0) await new Promise((resolve) => setImmediate(resolve));
    await product.stop('SIGKILL');
    assert.ok(existsSync(join(place.dataDir, 'control.sock')));
    await succeed('backup', ['--to', join(folder, 'after-kill.gz')], place);
  });

  test('takes its copy back when it stops, which no backup holds up', async (context) => {
    const place = { dataDir: makeMigratedFolder(context) };
    const product = await startProduct(place);
    const copy = await askForCopy(place.dataDir);
    assert.ok(copy !== undefined && existsSync(join(copy.dataDir, 'pglite', 'PG_VERSION')));
    assert.equal(copy.isGone(), false);
    assert.equal((await product.stop()).code, 0);
    assert.equal(copy.isGone(), true);
    assert.equal(await askForCopy(place.dataDir), undefined);
    const again = await startProduct(place);
    assert.ok(!existsSync(copy.dataDir));
    assert.equal((await again.stop()).code, 0);
  });

  test('stays empty when a restore is cut off', async (context) => {
    const place = { dataDir: makeMigratedFolder(context) };
    const product = await startProduct(place);
    const sent = request({ socketPath: controlSocketIn(place.dataDir), path: '/restore', method: 'POST' });
    sent.on('error', () => {});
    const head = toHeaderLine({ migration: '20261124T0400_create_accounts', at: '2026-03-02T09:00:00.000Z' });
    await new Promise<void>((resolve) => sent.write(gzipSync(head), () => resolve()));
    sent.destroy();
    const { file, sender } = await makeBackup(context);
    await succeed('restore', ['--from', file], place);
    await checkPage(product, sender.slug);
    assert.equal((await product.stop()).code, 0);
  });

  test('is filled from a backup when it is empty, and shows the company at once', async (context) => {
    const { file, sender } = await makeBackup(context);
    const place = { dataDir: makeMigratedFolder(context) };
    const product = await startProduct(place);
    assert.equal((await fetch(`${product.url}/${sender.slug}`)).status, 404);
    await succeed('restore', ['--from', file], place);
    await checkPage(product, sender.slug);
    await refuse('restore', ['--from', file], place, /This database is in use/);
    await checkPage(product, sender.slug);
    assert.equal((await product.stop()).code, 0);
  });
});

test('a running product on PostgreSQL shows what is restored into its empty database', async (context) => {
  const embedded = { dataDir: makeMigratedFolder(context) };
  const sender = await makeSender(embedded);
  const file = join(makeFolder(context), 'kept.gz');
  await succeed('backup', ['--to', file], embedded);
  const place = await makePostgres(context);
  const product = await startProduct({ dataDir: place.dataDir, env: toEnvironment(place) });
  assert.equal((await fetch(`${product.url}/${sender.slug}`)).status, 404);
  await succeed('restore', ['--from', file], place);
  await checkPage(product, sender.slug);
  assert.equal((await product.stop()).code, 0);
});

describe('what cannot be done is told in words', () => {
  test('options', async (context) => {
    const place = { dataDir: join(makeFolder(context), 'none') };
    await refuse('backup', [], place, /--to FILE.*--help/s);
    await refuse('restore', [], place, /--from FILE.*--help/s);
    await refuse('backup', ['--to', ''], place, /--to FILE/);
    await refuse('backup', ['--into', 'x'], place, /--into.*--help/s);
    assert.match(await succeed('backup', ['--help'], place), /npm run backup -- --to FILE/);
    assert.match(await succeed('restore', ['--help'], place), /npm run restore -- --from FILE/);
    assert.ok(!existsSync(place.dataDir));
  });

  test('files: one that is there is not overwritten, one that is damaged or none changes nothing', async (context) => {
    const folder = makeFolder(context);
    const place = { dataDir: makeMigratedFolder(context) };
    await makeSender(place);
    const file = join(folder, 'kept.gz');
    await succeed('backup', ['--to', file], place);
    const bytes = readFileSync(file);
    await refuse('backup', ['--to', file], place, /There is a file .*kept\.gz already/);
    assert.deepEqual(readFileSync(file), bytes);

    const empty = { dataDir: join(folder, 'empty') };
    const write = (name: string, content: Buffer): string => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    const changed = Buffer.from(bytes);
    changed[bytes.length >> 1] = (changed[bytes.length >> 1] ?? 0) ^ 1;
    await refuse('restore', ['--from', write('cut', bytes.subarray(0, -30))], empty, /damaged/);
    await refuse('restore', ['--from', write('changed', changed)], empty, /damaged/);
    await refuse('restore', ['--from', write('empty-file', Buffer.alloc(0))], empty, /damaged/);
    await refuse('restore', ['--from', write('text', Buffer.from('hello'))], empty, /no backup of Kept/);
    await refuse('restore', ['--from', join(folder, 'missing')], empty, /cannot be used.*missing/);
    assert.ok(!existsSync(empty.dataDir));
  });

  test('places: a folder without a database, and one that another command uses', async (context) => {
    const folder = makeFolder(context);
    const file = join(folder, 'kept.gz');
    await refuse('backup', ['--to', file], { dataDir: join(folder, 'none') }, /no database in .*none.*DATA_DIR/);
    const place = { dataDir: makeMigratedFolder(context) };
    const database = await openDatabase(place);
    await refuse('backup', ['--to', file], place, /Another Kept process is using the data folder/);
    await database.close();
    assert.ok(!existsSync(file) && !existsSync(`${file}.part`));
  });
});
