import { sql } from 'kysely';
import type { Database, DatabaseTransaction } from '../database.ts';

export interface ArchiveColumn {
  readonly name: string;
  /** As PostgreSQL writes it, such as `bigint`. */
  readonly type: string;
  /** The database counts it by itself. */
  readonly isIdentity: boolean;
}

export interface ArchiveTable {
  readonly name: string;
  readonly columns: readonly ArchiveColumn[];
}

/** What is of no use elsewhere: who is signed in, links that wait in mails, what was tried how often, and the migrator's own notes. */
const LEFT_OUT = ['user_session', 'email_token', 'rate_limit', 'kysely_migration', 'kysely_migration_lock'];

/**
 * The tables that a backup holds, as the database has them: those that others refer to first. A part of a table is no table of its own.
 * @throws Error when tables refer to each other in a circle.
 */
export async function listArchiveTables(db: Database | DatabaseTransaction): Promise<ArchiveTable[]> {
  const { rows } = await sql<ArchiveColumn & { table: string }>`
    select relname::text as "table", attname::text as name, format_type(atttypid, atttypmod) as type, attidentity <> '' as "isIdentity"
    from pg_class join pg_attribute on attrelid = pg_class.oid
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
      and attnum > 0 and not attisdropped and attgenerated = ''
    order by relname, attnum`.execute(db);
  const byTable = Map.groupBy(
    rows.filter(({ table }) => !LEFT_OUT.includes(table)),
    ({ table }) => table,
  );
  const tables = [...byTable].map(([name, columns]) => ({ name, columns }));
  return sortByReference(tables, await listReferences(db));
}

interface Reference {
  readonly from: string;
  readonly to: string;
}

async function listReferences(db: Database | DatabaseTransaction): Promise<Reference[]> {
  const { rows } = await sql<Reference>`
    select distinct source.relname::text as "from", target.relname::text as "to"
    from pg_constraint join pg_class source on source.oid = conrelid join pg_class target on target.oid = confrelid
    where contype = 'f' and source.relnamespace = 'public'::regnamespace and conrelid <> confrelid`.execute(db);
  return rows;
}

function sortByReference(tables: readonly ArchiveTable[], references: readonly Reference[]): ArchiveTable[] {
  const sorted: ArchiveTable[] = [];
  const waiting = new Map(tables.map((table) => [table.name, table]));
  while (waiting.size > 0) {
    const ready = [...waiting.values()].filter(({ name }) => !references.some(({ from, to }) => from === name && waiting.has(to)));
    if (ready.length === 0) throw new Error(`These tables refer to each other in a circle: ${[...waiting.keys()].join(', ')}`);
    for (const table of ready) {
      sorted.push(table);
      waiting.delete(table.name);
    }
  }
  return sorted;
}
