import { sql } from 'kysely';
import type { Database } from '../../src/store/database.ts';

const TABLES = ['event', 'conversation', 'obligation'];
/** Enough to sort the keys of a large table mostly in memory. */
const SORTING_MEMORY = '512MB';

interface Definition {
  readonly drop: string;
  readonly create: string;
}

/**
 * Does `work`, which fills the growing tables, without their indexes, and makes them anew after it as they were: that takes a third of the time.
 * @param isEmbedded PGlite has little memory of its own.
 * @param tables the growing ones, unless told.
 */
export async function withoutIndexes(
  db: Database,
  isEmbedded: boolean,
  work: () => Promise<void>,
  tables: readonly string[] = TABLES,
): Promise<void> {
  const found = await Promise.all(tables.map((table) => listDefinitions(db, table)));
  for (const { drop } of found.flat()) await sql.raw(drop).execute(db);
  // It would read what is being written again and again; whoever fills the tables vacuums once at the end.
  await setAutovacuum(db, tables, false);
  await work();
  await setAutovacuum(db, tables, true);
  await Promise.all(
    found.map((definitions) =>
      db.connection().execute(async (connection) => {
        if (!isEmbedded) await sql.raw(`set maintenance_work_mem = '${SORTING_MEMORY}'`).execute(connection);
        for (const { create } of definitions) await sql.raw(create).execute(connection);
        await sql`reset maintenance_work_mem`.execute(connection);
      }),
    ),
  );
}

async function setAutovacuum(db: Database, tables: readonly string[], isOn: boolean): Promise<void> {
  for (const table of tables) {
    const { rows } = await sql<{ part: string }>`
      select relid::regclass::text as part from pg_partition_tree(${table}::regclass) where isleaf`.execute(db);
    for (const { part } of rows) await sql.raw(`alter table ${part} set (autovacuum_enabled = ${isOn})`).execute(db);
  }
}

async function listDefinitions(db: Database, table: string): Promise<Definition[]> {
  const keys = await sql<{ name: string; definition: string }>`
    select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
    where conrelid = ${table}::regclass and contype = 'p'`.execute(db);
  const indexes = await sql<{ name: string; definition: string }>`
    select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
    where indrelid = ${table}::regclass and not indisprimary`.execute(db);
  return [
    ...keys.rows.map(({ name, definition }) => ({
      drop: `alter table ${table} drop constraint ${name}`,
      create: `alter table ${table} add constraint ${name} ${definition}`,
    })),
    // Of a table in parts the definition speaks of the whole only.
    ...indexes.rows.map(({ name, definition }) => ({ drop: `drop index ${name}`, create: definition.replace(' ON ONLY ', ' ON ') })),
  ];
}
