import { sql } from 'kysely';
import type { Row } from '../../db/schema.ts';
import type { Instant } from '../domain/instant.ts';
import type { Database, DatabaseTransaction } from './database.ts';

export type ImportState = 'ready' | 'running' | 'done' | 'failed';

/** An import of a file that somebody uploaded. `form`, `headings` and `problems` are as the import command writes them. */
export interface StoredImport {
  readonly companyId: number;
  readonly id: string;
  readonly sourceId: number | null;
  readonly fileName: string;
  readonly state: ImportState;
  readonly form: unknown;
  readonly headings: unknown;
  readonly byteCount: number;
  readonly progress: {
    readonly rows: number;
    readonly bytes: number;
    readonly recorded: number;
    readonly duplicates: number;
    readonly rejected: number;
    readonly problems: unknown;
  };
  readonly startedAt: Instant;
  readonly finishedAt: Instant | null;
}

const COLUMNS = [
  'company_id',
  'id',
  'source_id',
  'file_name',
  'state',
  'form',
  'headings',
  'byte_count',
  'bytes_read',
  'rows_read',
  'recorded',
  'duplicates',
  'rejected',
  'problems',
  'started_at',
  'finished_at',
] as const;

function toStoredImport(row: Pick<Row<'import_run'>, (typeof COLUMNS)[number]>): StoredImport {
  const { id, form, headings } = row;
  const { rows_read: rows, bytes_read: bytes, recorded, duplicates, rejected, problems } = row;
  return {
    companyId: row.company_id,
    id,
    sourceId: row.source_id,
    fileName: row.file_name,
    state: row.state as ImportState,
    form,
    headings,
    byteCount: row.byte_count,
    progress: { rows, bytes, recorded, duplicates, rejected, problems },
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  };
}

/** The company's imports, the newest first. */
export async function listImportRuns(db: Database | DatabaseTransaction, companyId: number, most: number): Promise<StoredImport[]> {
  const query = db.selectFrom('import_run').select(COLUMNS).where('company_id', '=', companyId);
  return (await query.orderBy('started_at', 'desc').orderBy('id').limit(most).execute()).map(toStoredImport);
}

export async function findImportRun(db: Database | DatabaseTransaction, companyId: number, id: string): Promise<StoredImport | undefined> {
  const query = db.selectFrom('import_run').select(COLUMNS).where('company_id', '=', companyId).where('id', '=', id);
  const row = await query.executeTakeFirst();
  return row === undefined ? undefined : toStoredImport(row);
}

/** Every import that is under way, of all companies: what has to go on after a restart. */
export async function listRunningImports(db: Database): Promise<{ companyId: number; importId: string }[]> {
  return db.selectFrom('import_run').select(['company_id as companyId', 'id as importId']).where('state', '=', 'running').execute();
}

export async function insertImportRun(
  trx: DatabaseTransaction,
  run: {
    companyId: number;
    id: string;
    fileName: string;
    form: object;
    headings: readonly string[];
    byteCount: number;
    startedAt: Instant;
    startedBy: string | null;
  },
): Promise<void> {
  const counts = { rows_read: 0, bytes_read: 0, recorded: 0, duplicates: 0, rejected: 0 };
  await trx
    .insertInto('import_run')
    .values({
      ...counts,
      company_id: run.companyId,
      id: run.id,
      source_id: null,
      file_name: run.fileName,
      state: 'ready',
      form: JSON.stringify(run.form),
      headings: JSON.stringify(run.headings),
      byte_count: run.byteCount,
      problems: '[]',
      started_at: run.startedAt,
      finished_at: null,
      started_by: run.startedBy,
    })
    .execute();
}

/** Says how a waiting import reads its file, and what a dry run found; false when it is not waiting any more. */
export async function updateWaitingImport(
  trx: DatabaseTransaction,
  companyId: number,
  id: string,
  changes: { form: object; sourceId?: number; state?: ImportState; startedAt?: Instant },
): Promise<boolean> {
  const result = await trx
    .updateTable('import_run')
    .set({
      form: JSON.stringify(changes.form),
      ...(changes.sourceId === undefined ? {} : { source_id: changes.sourceId }),
      ...(changes.state === undefined ? {} : { state: changes.state }),
      ...(changes.startedAt === undefined ? {} : { started_at: changes.startedAt }),
    })
    .where('company_id', '=', companyId)
    .where('id', '=', id)
    .where('state', '=', 'ready')
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Notes how far a running import is; false when another process has taken it further or ended it. */
export async function advanceImport(
  db: Database,
  before: Pick<StoredImport, 'companyId' | 'id' | 'progress'>,
  after: { progress: StoredImport['progress']; state: ImportState; finishedAt: Instant | null },
): Promise<boolean> {
  const { progress } = after;
  const result = await db
    .updateTable('import_run')
    .set({
      rows_read: progress.rows,
      bytes_read: progress.bytes,
      recorded: progress.recorded,
      duplicates: progress.duplicates,
      rejected: progress.rejected,
      problems: JSON.stringify(progress.problems),
      state: after.state,
      finished_at: after.finishedAt,
    })
    .where('company_id', '=', before.companyId)
    .where('id', '=', before.id)
    .where('state', '=', 'running')
    .where('rows_read', '=', before.progress.rows)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Ends every import that waits or is under way, of all companies, and says why: its file is gone. */
export async function failUnfinishedImports(trx: DatabaseTransaction, now: Instant, message: string): Promise<void> {
  await trx
    .updateTable('import_run')
    .set({ state: 'failed', finished_at: now, problems: sql`${JSON.stringify([{ row: 1, column: null, message }])}::jsonb || problems` })
    .where('state', 'in', ['ready', 'running'])
    .execute();
}

/** Forgets an import that was not started; false when there is none. */
export async function deleteWaitingImport(trx: DatabaseTransaction, companyId: number, id: string): Promise<boolean> {
  const result = await trx
    .deleteFrom('import_run')
    .where('company_id', '=', companyId)
    .where('id', '=', id)
    .where('state', '=', 'ready')
    .executeTakeFirst();
  return result.numDeletedRows === 1n;
}

/** Deletes imports, of all companies, that have waited to be started since before `before`, and returns their ids. */
export async function deleteImportsWaitingSince(db: Database, before: Instant): Promise<string[]> {
  const rows = await db.deleteFrom('import_run').where('state', '=', 'ready').where('started_at', '<', before).returning('id').execute();
  return rows.map(({ id }) => id);
}
