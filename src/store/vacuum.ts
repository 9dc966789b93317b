import { sql } from 'kysely';
import type { Database, DatabaseTransaction, OpenDatabase } from './database.ts';

/**
 * Frees what deleted and changed rows have left, and counts anew what plans are made from. The embedded database does neither by itself;
 * PostgreSQL does, so there this does nothing. One statement for each table and part of a table, since others wait while it runs.
 */
export async function vacuumEmbedded({ db, kind }: OpenDatabase): Promise<void> {
  if (kind === 'postgres') return;
  for (const { table, isCut } of await listTables(db)) {
    if (!isCut) await sql`vacuum ${sql.raw(table)}`.execute(db);
    await analyzeTable(db, table);
  }
  await sql`checkpoint`.execute(db);
}

/** A table that is cut into parts has no rows of its own, but plans are made for it as a whole too; each part comes by itself. */
const analyzeTable = (db: Database | DatabaseTransaction, table: string): Promise<unknown> =>
  sql`analyze only ${sql.raw(table)}`.execute(db);

async function listTables(db: Database): Promise<{ table: string; isCut: boolean }[]> {
  const { rows } = await sql<{ table: string; isCut: boolean }>`
    select format('%I.%I', nspname, relname) as "table", relkind = 'p' as "isCut"
    from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where nspname in ('public', 'pgboss') and relkind in ('r', 'p')
    order by 1`.execute(db);
  return rows;
}

/** Events of an import from which on it changes what the database should know of its tables before the next night. */
const LARGE_IMPORT = 100_000;

/** Of 300 rows each, a quarter of the usual. */
const ROUGH_SAMPLES = 25;

/**
 * Counts anew, roughly, what plans are made from. An import leaves hardly anything to be freed: looking for it is left to the night, as is
 * counting thoroughly.
 * @param recorded events that an import has recorded when it has ended, else 0.
 */
export async function analyzeAfterImport({ db, kind }: OpenDatabase, recorded: number): Promise<void> {
  if (kind === 'postgres' || recorded < LARGE_IMPORT) return;
  for (const { table } of await listTables(db)) {
    await db.transaction().execute(async (trx) => {
      await sql`set local default_statistics_target = ${sql.lit(ROUGH_SAMPLES)}`.execute(trx);
      await analyzeTable(trx, table);
    });
  }
}
