import type { Instant } from '../domain/instant.ts';
import type { Reader } from './reader.ts';

/** An import as its company's members see it. */
export interface ImportView {
  readonly id: string;
  readonly fileName: string;
  /** `ready` waits to be started. */
  readonly state: string;
  /** 0 to 100. */
  readonly percent: number;
  readonly rows: number;
  readonly recorded: number;
  readonly duplicates: number;
  readonly rejected: number;
  /** The first ones, by row. */
  readonly problems: readonly { readonly row: number; readonly column: string | null; readonly message: string }[];
  readonly source: string | null;
  readonly startedAt: Instant;
  readonly finishedAt: Instant | null;
  /** How the file is to be read, and the headings of its columns, as the import command keeps them. */
  readonly form: unknown;
  readonly headings: readonly string[];
}

const MOST_IMPORTS = 50;

function selectImports(db: Reader, companyId: number) {
  return db
    .selectFrom('import_run')
    .leftJoin('source', (join) =>
      join.onRef('source.company_id', '=', 'import_run.company_id').onRef('source.id', '=', 'import_run.source_id'),
    )
    .select([
      'import_run.id',
      'import_run.file_name as fileName',
      'import_run.state',
      'import_run.byte_count as byteCount',
      'import_run.bytes_read as bytesRead',
      'import_run.rows_read as rows',
      'import_run.recorded',
      'import_run.duplicates',
      'import_run.rejected',
      'import_run.problems',
      'source.name as source',
      'import_run.started_at as startedAt',
      'import_run.finished_at as finishedAt',
      'import_run.form',
      'import_run.headings',
    ])
    .where('import_run.company_id', '=', companyId);
}

type ImportRow = Awaited<ReturnType<ReturnType<typeof selectImports>['execute']>>[number];

function toImportView({ byteCount, bytesRead, problems, headings, ...row }: ImportRow): ImportView {
  const percent = row.state === 'done' ? 100 : byteCount === 0 ? 0 : Math.min(100, Math.floor((bytesRead * 100) / byteCount));
  return { ...row, percent, problems: problems as ImportView['problems'], headings: headings as string[] };
}

/** A company's imports, the newest first. For members only: the caller authorises. */
export async function readImports(db: Reader, companyId: number): Promise<ImportView[]> {
  const rows = await selectImports(db, companyId)
    .orderBy('import_run.started_at', 'desc')
    .orderBy('import_run.id')
    .limit(MOST_IMPORTS)
    .execute();
  return rows.map(toImportView);
}

/** One of them, or undefined. For members only: the caller authorises. */
export async function findImport(db: Reader, companyId: number, id: string): Promise<ImportView | undefined> {
  const row = await selectImports(db, companyId).where('import_run.id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : toImportView(row);
}

/** Ids of the channels that rows can be given to. */
export async function listChannelIds(db: Reader, companyId: number): Promise<string[]> {
  const rows = await db.selectFrom('channel').select('id').where('company_id', '=', companyId).orderBy('id').execute();
  return rows.map(({ id }) => id);
}
