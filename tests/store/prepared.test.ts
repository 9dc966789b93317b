import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { sql } from 'kysely';
import { type Database, type DatabaseOptions, openDatabase } from '../../src/store/database.ts';
import { prepared } from '../../src/store/prepared.ts';
import { onEachDatabase } from '../support/database.ts';
import { createPostgresDatabase } from '../support/test-databases.ts';

/** The texts that one connection has prepared after it was asked `times` for a marked statement and once for another. */
async function listPrepared(options: DatabaseOptions, times: number): Promise<string[]> {
  const database = await openDatabase({ ...options, mostConnections: 1 });
  try {
    for (let i = 0; i < times; i++) {
      const { rows } = await sql<{ double: number }>`${prepared} select ${i}::int4 * 2 as double`.execute(database.db);
      assert.deepEqual(rows, [{ double: i * 2 }]);
    }
    await sql`select ${1}::int4`.execute(database.db);
    const { rows } = await sql<{ statement: string }>`select statement from pg_prepared_statements`.execute(database.db);
    return rows.map(({ statement }) => statement);
  } finally {
    await database.close();
  }
}

test('store/prepared: a marked statement is prepared once, and nothing where a pooler hands out the connections', async () => {
  const { url, drop } = await createPostgresDatabase();
  try {
    const statements = await listPrepared({ databaseUrl: url, dataDir: '' }, 8);
    assert.deepEqual(statements, ['/* prepared */ select $1::int4 * 2 as double']);
    assert.deepEqual(await listPrepared({ databaseUrl: url, databaseDirectUrl: url, dataDir: '' }, 8), []);
  } finally {
    await drop();
  }
});

test('store/prepared: so it is in the embedded database', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'kept-prepared-'));
  try {
    assert.deepEqual(await listPrepared({ dataDir }, 8), ['/* prepared */ select $1::int4 * 2 as double']);
  } finally {
    rmSync(dataDir, { recursive: true });
  }
});

onEachDatabase('store/prepared', (open) => {
  const divide = async (db: Pick<Database, 'getExecutor'>, by: number) =>
    (await sql<{ part: number }>`${prepared} select 12 / ${by}::int4 as part`.execute(db as Database)).rows[0]?.part;

  test('a marked statement that fails says why, and the next one runs', async () => {
    const { db } = await open();
    assert.equal(await divide(db, 3), 4);
    await assert.rejects(divide(db, 0), { code: '22012' });
    assert.equal(await divide(db, 4), 3);
    const failing = db.transaction().execute(async (trx) => {
      await divide(trx, 2);
      await divide(trx, 0);
    });
    await assert.rejects(failing, { code: '22012' });
    assert.equal(await divide(db, 2), 6);
  });

  test('its values arrive as those of any other: texts, lists, bytes, nothing', async () => {
    const { db } = await open();
    const bytes = Buffer.from([0, 1, 255]);
    const { rows } = await sql`
      ${prepared} select ${"it's; --"}::text as text, ${['a', 'b,"c']}::text[] as list, ${bytes}::bytea as bytes, ${null}::text as nothing,
        ${2 ** 40}::int8 as number, ${true}::bool as truth`.execute(db);
    assert.deepEqual(rows, [{ text: "it's; --", list: ['a', 'b,"c'], bytes, nothing: null, number: 2 ** 40, truth: true }]);
  });
});
