import { createHash } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import type { Database, DatabaseTransaction } from '../database.ts';
import { findNewestMigration } from '../migrate.ts';
import { ArchiveError } from './archive-error.ts';
import { type ArchiveCounts, toEndLine, toHeaderLine, toTableLine } from './archive-format.ts';
import { type ArchiveColumn, type ArchiveTable, listArchiveTables } from './archive-tables.ts';

/**
 * Writes everything that a backup holds, as it was at one moment, whatever is recorded meanwhile. Holds some thousand rows at a time.
 * @param at ISO 8601, the present.
 * @param write takes a piece of text and resolves when there is room for the next one.
 * @throws ArchiveError when the database was never used.
 */
export async function writeArchive(db: Database, at: string, write: (text: string) => Promise<void>): Promise<ArchiveCounts> {
  const hash = createHash('sha256');
  const writeHashed = async (text: string): Promise<void> => {
    hash.update(text);
    await write(text);
  };
  return db.transaction().execute(async (trx) => {
    await sql`set transaction isolation level repeatable read, read only`.execute(trx);
    const migration = await findNewestMigration(trx);
    if (migration === undefined) throw new ArchiveError('There is nothing to back up: Kept has not used this database yet.');
    await writeHashed(toHeaderLine({ migration, at }));
    const counts: Record<string, number> = {};
    for (const table of await listArchiveTables(trx)) counts[table.name] = await writeTable(trx, table, writeHashed);
    await write(toEndLine({ counts, sha256: hash.digest('hex') }));
    return counts;
  });
}

async function writeTable(
  trx: DatabaseTransaction,
  { name, columns }: ArchiveTable,
  write: (text: string) => Promise<void>,
): Promise<number> {
  const names = columns.map((column) => column.name);
  await write(toTableLine(name, names));
  await sql`
    declare archived no scroll cursor for
    select json_build_array(${sql.join(columns.map(toJsonValue))})::text as line from ${sql.table(name)}`.execute(trx);
  const size = new FetchSize();
  let count = 0;
  for (;;) {
    const { rows } = await sql<{ line: string }>`fetch ${sql.raw(String(size.rows))} from archived`.execute(trx);
    if (rows.length === 0) break;
    const text = rows.map(({ line }) => `${line}\n`).join('');
    await write(text);
    count += rows.length;
    size.adapt(text.length);
  }
  await sql`close archived`.execute(trx);
  return count;
}

/** Types that JSON holds as they are. */
const PLAIN_TYPES = ['text', 'smallint', 'integer', 'bigint', 'boolean'];

function toJsonValue({ name, type }: ArchiveColumn): RawBuilder<unknown> {
  return PLAIN_TYPES.includes(type) ? sql`${sql.ref(name)}` : sql`${sql.ref(name)}::text`;
}

const MOST_ROWS = 5_000;
const MOST_BYTES = 1_000_000;

/** How many rows to ask for: rows of one table are of few bytes, those of another of a hundred thousand. */
class FetchSize {
  rows = 50;

  /** @param bytes what the last rows came to. */
  adapt(bytes: number): void {
    if (bytes < MOST_BYTES / 2) this.rows = Math.min(MOST_ROWS, this.rows * 2);
    else if (bytes > MOST_BYTES) this.rows = Math.max(1, Math.floor(this.rows / 4));
  }
}
