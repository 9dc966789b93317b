import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import type { OpenDatabase } from '../../src/store/database.ts';
import { analyzeAfterImport, vacuumEmbedded } from '../../src/store/vacuum.ts';
import { onEachDatabase } from '../support/database.ts';

onEachDatabase('store/vacuum', (open) => {
  test('gives back the room of deleted rows, and counts rows, where the database does not do so by itself', async () => {
    const database = await open();
    await fill(database, 10, 'kept');
    await fill(database, 2_000, 'deleted');
    await database.db.deleteFrom('rate_limit').where('key', 'like', 'deleted%').execute();
    const full = await measure(database);
    await vacuumEmbedded(database);
    const { bytes, rows } = await measure(database);
    if (database.kind === 'pglite') {
      assert.equal(rows, 10);
      assert.ok(bytes < full.bytes);
    } else {
      assert.deepEqual([bytes, rows], [full.bytes, -1]);
    }
  });

  test('looks after every table, each part of the growing ones too', async () => {
    const database = await open();
    if (database.kind === 'postgres') return;
    await vacuumEmbedded(database);
    const { rows } = await sql<{ table: string }>`
      select relname as "table" from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and reltuples < 0`.execute(database.db);
    assert.deepEqual(rows, []);
  });

  test('counts rows after a large import, where the database does not do so by itself', async () => {
    const database = await open();
    const { rows } = await measure(database);
    await fill(database, 20, 'counted');
    await analyzeAfterImport(database, 99_999);
    assert.equal((await measure(database)).rows, rows);
    await analyzeAfterImport(database, 100_000);
    assert.equal((await measure(database)).rows, database.kind === 'pglite' ? rows + 20 : rows);
  });
});

/** The database keeps PostgreSQL's own vacuum away, so that what is seen is ours. */
async function fill({ db }: OpenDatabase, count: number, name: string): Promise<void> {
  await sql`alter table rate_limit set (autovacuum_enabled = false)`.execute(db);
  await sql`insert into rate_limit select ${name}::text || n, 0, 1 from generate_series(1, ${count}::int) as n`.execute(db);
}

async function measure({ db }: OpenDatabase): Promise<{ bytes: number; rows: number }> {
  const { rows } = await sql<{ bytes: number; rows: number }>`
    select pg_relation_size('rate_limit') as bytes, reltuples as rows from pg_class where relname = 'rate_limit'`.execute(db);
  return rows[0] as { bytes: number; rows: number };
}
