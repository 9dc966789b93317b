import { sql } from 'kysely';
import type { Instant } from '../../domain/instant.ts';
import { COMPANY_CHANGED } from '../change-notice.ts';
import { runCopy, toCopyStatement, toCopyText } from '../copy-rows.ts';
import type { Database, DatabaseTransaction } from '../database.ts';
import { failUnfinishedImports } from '../import-run.ts';
import { findNewestMigration, isKnownMigration, migrateTo, migrateToLatest } from '../migrate.ts';
import { ArchiveError } from './archive-error.ts';
import { type ArchiveCounts, damaged, parseRow } from './archive-format.ts';
import { type ArchiveTable, listArchiveTables } from './archive-tables.ts';
import { readArchive } from './read-archive.ts';

const IMPORT_PROBLEM = 'The file is not part of the backup that was restored. Import it again: what is recorded already changes nothing.';

/**
 * Fills an empty database from a backup, in the form that it had when the backup was made, then brings it to the newest form; all or nothing.
 * @param bytes the backup's lines, not compressed.
 * @throws ArchiveError when the database holds something, or the backup cannot be used.
 */
export async function restoreArchive(db: Database, bytes: AsyncIterable<Uint8Array>, now: Instant): Promise<ArchiveCounts> {
  return db.transaction().execute(async (trx) => {
    const counts = await fillFrom(trx, bytes);
    await migrateToLatest(trx);
    await failUnfinishedImports(trx, now, IMPORT_PROBLEM);
    await sql`select pg_notify(${COMPANY_CHANGED}, '*')`.execute(trx);
    return counts;
  });
}

async function fillFrom(trx: DatabaseTransaction, bytes: AsyncIterable<Uint8Array>): Promise<ArchiveCounts> {
  let tables: readonly ArchiveTable[] = [];
  let target: ArchiveTable | undefined;
  let counts: ArchiveCounts | undefined;
  for await (const part of readArchive(bytes)) {
    if (part.kind === 'header') tables = await prepareTables(trx, part.migration);
    else if (part.kind === 'table') target = chooseColumns(tables, part);
    else if (part.kind === 'rows') await insertRows(trx, target, part.lines);
    else counts = part.counts;
  }
  if (counts === undefined) throw damaged();
  for (const table of tables) await setCounters(trx, table);
  return counts;
}

/** Gives the database, which must be empty, the form of that migration. */
async function prepareTables(trx: DatabaseTransaction, migration: string): Promise<ArchiveTable[]> {
  if (!isKnownMigration(migration)) {
    throw new ArchiveError('This backup was made by a newer version of Kept. Update Kept first, then restore it.');
  }
  const present = await findNewestMigration(trx);
  if (present !== undefined) await requireEmpty(trx);
  if (present !== undefined && present > migration) {
    await sql`drop schema public cascade`.execute(trx);
    await sql`create schema public`.execute(trx);
  }
  await migrateTo(trx, migration);
  return listArchiveTables(trx);
}

/** Nobody else writes until the transaction ends. @throws ArchiveError when there is a row in any table. */
async function requireEmpty(trx: DatabaseTransaction): Promise<void> {
  const tables = await listArchiveTables(trx);
  await sql`lock table ${sql.join(tables.map(({ name }) => sql.table(name)))} in exclusive mode`.execute(trx);
  for (const { name } of tables) {
    const { rows } = await sql`select from ${sql.table(name)} limit 1`.execute(trx);
    if (rows.length > 0) {
      throw new ArchiveError(
        'This database is in use: a backup is only restored where there is nothing, so that nothing is lost. Set DATA_DIR to a new folder or ' +
          'DATABASE_URL to an empty database. If what is there may go, stop Kept and delete it: npm run db:reset -- --yes',
      );
    }
  }
}

/** The table as the database has it, with the backup's columns in their order. @throws ArchiveError when it has none of that name. */
function chooseColumns(tables: readonly ArchiveTable[], { name, columns }: { name: string; columns: readonly string[] }): ArchiveTable {
  const table = tables.find((known) => known.name === name);
  const chosen = columns.map((column) => table?.columns.find((known) => known.name === column));
  if (table === undefined || chosen.length !== table.columns.length) throw damaged();
  return { name, columns: chosen.map((column) => column ?? throwDamaged()) };
}

const throwDamaged = (): never => {
  throw damaged();
};

async function insertRows(trx: DatabaseTransaction, target: ArchiveTable | undefined, lines: readonly string[]): Promise<void> {
  if (target === undefined) throw damaged();
  const rows = lines.map((line) => parseRow(line, target.columns.length));
  // Numbers that the database counts by itself are taken as they come: COPY overrides them.
  const statement = toCopyStatement(
    quote(target.name),
    target.columns.map(({ name }) => quote(name)),
  );
  try {
    await runCopy(trx, { statement, texts: [() => toCopyText(rows)] });
  } catch (error) {
    throw isRefusedValue(error) ? damaged() : error;
  }
}

/** A value that its column cannot hold, or a row that another row must be there for: by the classes of PostgreSQL's error codes. */
const isRefusedValue = (error: unknown): boolean => error instanceof Error && 'code' in error && /^2[23]/.test(String(error.code));

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Lets the database count on from the highest number there is. */
async function setCounters(trx: DatabaseTransaction, { name, columns }: ArchiveTable): Promise<void> {
  for (const column of columns.filter(({ isIdentity }) => isIdentity)) {
    await sql`
      select setval(pg_get_serial_sequence(${name}, ${column.name}), highest)
      from (select max(${sql.ref(column.name)}) as highest from ${sql.table(name)}) as found where highest is not null`.execute(trx);
  }
}
