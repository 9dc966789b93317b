import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { type DatabaseOptions, openDatabase } from '../../src/store/database.ts';
import { prepared } from '../../src/store/prepared.ts';
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
