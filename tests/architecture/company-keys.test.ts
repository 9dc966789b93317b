import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import type { Database } from '../../src/store/database.ts';
import { onEachDatabase } from '../support/database.ts';
import { KEPT_WHOLE } from './kept-whole.ts';

const MIGRATOR = ['kysely_migration', 'kysely_migration_lock'];

interface Key {
  readonly table: string;
  readonly columns: string[];
}

onEachDatabase('every key begins with the company', (open) => {
  test('primary and unique keys', async () => {
    const { db } = await open();
    const keys = (await listUniqueKeys(db)).filter(({ table }) => ![...KEPT_WHOLE, ...MIGRATOR].includes(table));
    assert.ok(keys.length > 10);
    assert.deepEqual(
      keys.filter(({ columns }) => columns[0] !== 'company_id'),
      [],
    );
  });

  test('keys that lead from one table of a company to another', async () => {
    const { db } = await open();
    const { rows } = await sql<Key & { target: string }>`
      select source.relname as "table", target.relname as target,
        (select array_agg(attname::text order by place) from unnest(conkey) with ordinality as part(number, place)
          join pg_attribute on attrelid = conrelid and attnum = number) as columns
      from pg_constraint join pg_class source on source.oid = conrelid join pg_class target on target.oid = confrelid
      where contype = 'f' and not source.relispartition and source.relnamespace = 'public'::regnamespace`.execute(db);
    const between = rows.filter(({ target }) => !KEPT_WHOLE.includes(target));
    assert.ok(between.length > 2);
    assert.deepEqual(
      between.filter(({ columns }) => columns[0] !== 'company_id'),
      [],
    );
  });

  test('growing tables are cut by company and nothing else', async () => {
    const { db } = await open();
    const { rows } = await sql<{ table: string; key: string }>`
      select relname as "table", pg_get_partkeydef(oid) as key from pg_class
      where relkind = 'p' and relnamespace = 'public'::regnamespace order by relname`.execute(db);
    const key = 'HASH (company_id)';
    assert.deepEqual(rows, [
      { table: 'conversation', key },
      { table: 'day_tally', key },
      { table: 'event', key },
      { table: 'obligation', key },
    ]);
  });
});

async function listUniqueKeys(db: Database): Promise<Key[]> {
  const { rows } = await sql<Key>`
    select pg_class.relname as "table",
      (select array_agg(attname::text order by place) from unnest(indkey) with ordinality as part(number, place)
        join pg_attribute on attrelid = indrelid and attnum = number) as columns
    from pg_index join pg_class on pg_class.oid = indrelid
    where indisunique and relnamespace = 'public'::regnamespace and not relispartition and relkind in ('r', 'p')`.execute(db);
  return rows;
}
