import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { openDatabase } from '../../src/store/database.ts';
import { migrateToLatest } from '../../src/store/migrate.ts';
import { makeDataDir, spawnProduct, startProduct } from '../support/product.ts';
import { createEmptyPostgresDatabase, createPostgresDatabase } from '../support/test-databases.ts';

const askHealth = (url: string) => fetch(`${url}/healthz`, { headers: { Connection: 'close' } });

describe('the product on the embedded database', () => {
  test('starts in an empty folder, says where it is, where data and mails go, and does not build what is built', async (context) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'kept-life-'));
    context.after(() => rmSync(dataDir, { recursive: true }));
    const product = await startProduct({ dataDir, command: ['npm', 'start'] });
    const health = await askHealth(product.url);
    assert.deepEqual([health.status, await health.json()], [200, { status: 'ok' }]);
    const { code, output } = await product.stop();
    assert.equal(code, 0);
    assert.ok(output.includes(`Kept is ready at ${product.url}`), output);
    assert.match(output, /embedded database/);
    assert.match(output, /outbox/);
    assert.doesNotMatch(output, /Building/);
  });

  test('refuses a second process on the same folder and says what to do; the folder is free after the end', async (context) => {
    const dataDir = makeDataDir();
    context.after(() => rmSync(dataDir, { recursive: true }));
    const first = await startProduct({ dataDir });
    const second = await (await spawnProduct({ dataDir })).ended;
    assert.equal(second.code, 1);
    assert.match(second.output, /Another Kept process is using the data folder/);
    assert.match(second.output, /DATA_DIR/);
    assert.match(second.output, /DATABASE_URL/);
    assert.equal((await askHealth(first.url)).status, 200);
    assert.equal((await first.stop('SIGINT')).code, 0);
    const third = await startProduct({ dataDir });
    assert.equal((await third.stop()).code, 0);
  });

  test('says which port is taken and what to do', async () => {
    const first = await startProduct();
    const second = await (await spawnProduct({ env: { PORT: new URL(first.url).port } })).ended;
    assert.equal(second.code, 1);
    assert.match(second.output, /already in use.*PORT/);
    await first.stop();
  });

  test('ends with a message when the database breaks', async (context) => {
    const dataDir = makeDataDir();
    context.after(() => rmSync(dataDir, { recursive: true }));
    const breaking = fileURLToPath(new URL('../support/break-database.ts', import.meta.url));
    const product = await startProduct({ dataDir, env: { NODE_OPTIONS: `--import=${breaking}` } });
    writeFileSync(join(dataDir, 'break'), '');
    const { code, output } = await product.ended;
    assert.equal(code, 1);
    assert.match(output, /broken by a test/);
    assert.match(output, /The embedded database broke, so Kept stops.*start Kept again/);
    const again = await startProduct({ dataDir });
    assert.equal((await again.stop()).code, 0);
  });
});

describe('the product on PostgreSQL', () => {
  test('ends with what is wrong when jobs cannot be worked on', async (context) => {
    const { url: databaseUrl, drop } = await createPostgresDatabase();
    context.after(drop);
    const other = new Client({ connectionString: databaseUrl });
    await other.connect();
    await other.query("create schema pgboss; create table pgboss.version (version text); insert into pgboss.version values ('none')");
    await other.end();
    const { code, output } = await (await spawnProduct({ env: { DATABASE_URL: databaseUrl } })).ended;
    assert.equal(code, 1);
    assert.match(output, /pgboss|version/);
  });

  test('finishes the request under way, takes no new one, stops the queue and exits 0', async (context) => {
    const { url: databaseUrl, drop } = await createPostgresDatabase();
    context.after(drop);
    const product = await startProduct({ env: { DATABASE_URL: databaseUrl } });
    const holder = new Client({ connectionString: databaseUrl });
    await holder.connect();
    // Within a transaction PostgreSQL tells again what was going on when it was first asked.
    const watcher = new Client({ connectionString: databaseUrl });
    await watcher.connect();
    await holder.query('begin');
    await holder.query('lock table company in access exclusive mode');
    const answer = askHealth(product.url);
    await waitUntil(async () => (await countWaiting(watcher)) === 1);
    product.child.kill('SIGTERM');
    await waitUntil(async () => !(await takesConnections(product.url)));
    assert.equal(product.child.exitCode, null);
    await holder.query('rollback');
    assert.equal((await answer).status, 200);
    const { code, signal } = await product.ended;
    assert.deepEqual({ code, signal }, { code: 0, signal: null });
    const { rows } = await holder.query("select count(*)::int as active from pgboss.job where state = 'active'");
    assert.deepEqual(rows, [{ active: 0 }]);
    await Promise.all([holder.end(), watcher.end()]);
  });

  test('two instances that start at once on an empty database both come up', async (context) => {
    const { url: databaseUrl, drop } = await createEmptyPostgresDatabase();
    context.after(drop);
    const instances = await Promise.all([1, 2].map(() => startProduct({ env: { DATABASE_URL: databaseUrl } })));
    for (const instance of instances) assert.equal((await askHealth(instance.url)).status, 200);
    for (const { code, output } of await Promise.all(instances.map((instance) => instance.stop()))) assert.equal(code, 0, output);
  });

  test('of two that migrate at once exactly one does', async (context) => {
    const { url: databaseUrl, drop } = await createEmptyPostgresDatabase();
    context.after(drop);
    const databases = await Promise.all([1, 2].map(() => openDatabase({ databaseUrl, dataDir: '' })));
    const migrated = await Promise.all(databases.map(({ db }) => migrateToLatest(db)));
    await Promise.all(databases.map((database) => database.close()));
    assert.deepEqual(migrated.map((names) => names.length > 0).sort(), [false, true]);
  });
});

/** Health checks that wait for a lock. Jobs of the product may wait for it too. */
async function countWaiting(client: Client): Promise<number> {
  const { rows } = await client.query(`
    select count(*)::int as waiting from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock' and query like 'select "id" from "company" limit%'`);
  return rows[0]?.waiting ?? 0;
}

/** Only connects: a request that is taken just before the end would wait for the lock too. */
function takesConnections(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

async function waitUntil(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`It did not become so in time: ${isSo}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
