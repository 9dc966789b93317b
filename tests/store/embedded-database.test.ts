import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { sql } from 'kysely';
import { copyRows } from '../../src/store/copy-rows.ts';
import { type OpenDatabase, openDatabase } from '../../src/store/database.ts';
import { migrateToLatest } from '../../src/store/migrate.ts';

describe('the embedded database in its own thread', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'kept-embedded-'));
  let database: OpenDatabase;
  before(async () => {
    database = await openDatabase({ dataDir });
    await migrateToLatest(database.db);
  });
  after(async () => {
    await database.close();
    rmSync(dataDir, { recursive: true });
  });

  const countUsers = async (name: string) =>
    (await database.db.selectFrom('user_account').select('id').where('name', '=', name).execute()).length;
  const user = (id: string, name: string) => ({
    id,
    name,
    email: `${id}@example.org`,
    password_hash: '',
    created_at: 1,
    email_verified_at: null,
  });

  test('keeps what a transaction wrote, and nothing of one that failed', async () => {
    await database.db.transaction().execute((trx) => trx.insertInto('user_account').values(user('kept', 'transaction')).execute());
    const failing = database.db.transaction().execute(async (trx) => {
      await trx.insertInto('user_account').values(user('lost', 'transaction')).execute();
      throw new Error('stop');
    });
    await assert.rejects(failing, /stop/);
    assert.equal(await countUsers('transaction'), 1);
  });

  test('copies the rows of several tables, in each of several transactions at once, and none where one fails', async () => {
    const { db } = database;
    await sql`create table first_copied (turn int4, value text, unique (turn, value))`.execute(db);
    await sql`create table second_copied (turn int4, value text)`.execute(db);
    const copy = (turn: number, values: readonly string[]) =>
      db.transaction().execute(async (trx) => {
        const rows = values.map((value) => [turn, value]);
        const columns = ['turn', 'value'];
        await copyRows(trx, { table: 'first_copied' as 'channel', columns, rows }, { table: 'second_copied' as 'channel', columns, rows });
      });
    const many = Array.from({ length: 3_000 }, (_, i) => `${i} tab\t line\n é`);
    const done = await Promise.allSettled([copy(1, many), copy(2, ['once', 'once']), copy(3, many), copy(2, ['once'])]);
    assert.deepEqual(
      done.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled', 'fulfilled'],
    );
    for (const table of ['first_copied', 'second_copied']) {
      const { rows } = await sql<{ turn: number; count: number; values: number }>`
        select turn, count(*) as count, count(distinct value) as values from ${sql.table(table)} group by turn order by turn`.execute(db);
      assert.deepEqual(
        rows.map(({ turn, count, values }) => [turn, Number(count), Number(values)]),
        [
          [1, 3_000, 3_000],
          [2, 1, 1],
          [3, 3_000, 3_000],
        ],
      );
    }
  });

  test('keeps statements of others out of an open transaction', async () => {
    let seenOutside: Promise<number> | undefined;
    const failing = database.db.transaction().execute(async (trx) => {
      await trx.insertInto('user_account').values(user('inside', 'interleaved')).execute();
      seenOutside = countUsers('interleaved');
      await trx.selectFrom('user_account').select('id').execute();
      throw new Error('stop');
    });
    await assert.rejects(failing, /stop/);
    assert.equal(await seenOutside, 0);
  });

  test('runs many transactions that are asked for at once, each whole', async () => {
    const transfers = Array.from({ length: 20 }, (_, index) =>
      database.db.transaction().execute(async (trx) => {
        const before = await trx.selectFrom('rate_limit').select('used').where('key', '=', 'counter').executeTakeFirst();
        await sql`insert into rate_limit values ('counter', 0, 1) on conflict (key) do update set used = ${(before?.used ?? 0) + 1}`.execute(
          trx,
        );
        return index;
      }),
    );
    await Promise.all(transfers);
    const row = await database.db.selectFrom('rate_limit').select('used').where('key', '=', 'counter').executeTakeFirstOrThrow();
    assert.equal(row.used, 20);
  });

  test('tells listeners what a transaction announced once it has committed', async () => {
    const heard: string[] = [];
    const done = new Promise<void>((resolve) => {
      void database.listen('news', (payload) => {
        heard.push(payload);
        if (payload === 'last') resolve();
      });
    });
    await assert.rejects(
      database.db.transaction().execute(async (trx) => {
        await sql`select pg_notify('news', 'rolled back')`.execute(trx);
        throw new Error('stop');
      }),
    );
    await database.db.transaction().execute((trx) => sql`select pg_notify('news', 'last')`.execute(trx));
    await done;
    assert.deepEqual(heard, ['last']);
  });

  test('gives whole numbers as numbers, bytes as buffers, and the database’s own error codes', async () => {
    const { rows } = await sql<{ whole: number; bytes: Buffer }>`select 9007199254740991::int8 as whole, '\\x00ff'::bytea as bytes`.execute(
      database.db,
    );
    assert.equal(rows[0]?.whole, Number.MAX_SAFE_INTEGER);
    assert.ok(Buffer.isBuffer(rows[0]?.bytes));
    assert.deepEqual(rows[0].bytes, Buffer.from([0, 255]));
    await assert.rejects(sql`select 9007199254740993::int8`.execute(database.db), /does not fit/);
    await database.db.insertInto('user_account').values(user('twice', 'codes')).execute();
    await assert.rejects(database.db.insertInto('user_account').values(user('twice', 'codes')).execute(), { code: '23505' });
  });

  test('refuses a second process on the same folder and says what to do', () => {
    const program = `
      import { openDatabase } from ${JSON.stringify(new URL('../../src/store/database.ts', import.meta.url).href)};
      await openDatabase({ dataDir: ${JSON.stringify(dataDir)} });`;
    const second = spawnSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' });
    assert.notEqual(second.status, 0);
    assert.match(second.stderr, /Another Kept process is using the data folder .*DATA_DIR.*DATABASE_URL/s);
  });
});
