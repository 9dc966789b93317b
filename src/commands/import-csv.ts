import type { Instant } from '../domain/instant.ts';
import { findMappingProblem } from '../sources/csv/columns.ts';
import { type ByteStream, readRows } from '../sources/csv/read-rows.ts';
import { type CsvForm, type KnownChannel, toEvents } from '../sources/csv/to-events.ts';
import { listChannels } from '../store/channel.ts';
import type { SourceScope } from '../store/event.ts';
import type { Context } from './context.ts';
import { AppError } from './errors.ts';
import { checkItem, type ItemResult } from './event-item.ts';
import { countEventsAtOnce, type ImportCounts } from './import-events.ts';
import { recordAhead } from './record-ahead.ts';
import { type RecordEvents, recordEvents } from './record-events.ts';

/** Something wrong with a row of the file. */
export interface ImportProblem {
  /** Counts from 1, the heading included. */
  readonly row: number;
  /** Heading of the column; null when the row as a whole is meant. */
  readonly column: string | null;
  readonly message: string;
}

/** How far an import is. `rejected` counts rows that could not be read and events that were refused. */
export interface ImportProgress extends ImportCounts {
  readonly rows: number;
  /** Bytes of the file that are done. */
  readonly bytes: number;
  /** The first ones only. */
  readonly problems: readonly ImportProblem[];
}

export const NO_PROGRESS: ImportProgress = { rows: 0, bytes: 0, recorded: 0, duplicates: 0, rejected: 0, problems: [] };

/** As many problems are kept: whoever mends these finds out about the others next time. */
export const MOST_PROBLEMS = 20;

export interface CsvImport {
  readonly bytes: ByteStream;
  readonly form: CsvForm;
  /** Headings of the columns, for problems. */
  readonly headings: readonly string[];
  /** True to check without recording anything. */
  readonly isDryRun: boolean;
  /** Where an earlier run stopped; `bytes` must begin there. */
  readonly from?: ImportProgress | undefined;
  /** Stops after so many rows of this run. */
  readonly mostRows?: number;
  /** True where no other process and no visitor uses the database meanwhile. */
  readonly ownsDatabase?: boolean;
}

/**
 * Reads a CSV file and records its events, in batches that are each a transaction. What is recorded already changes nothing, so that the same
 * file can be imported again, and an import that was cut off begun again. Holds two batches at most, however large the file is.
 * @param onBatch is called after each batch and may wait.
 * @param record records the batches.
 * @throws AppError `invalid-input` for a mapping that cannot be used, and as `recordEvents`; FileProblem when the file cannot be read.
 */
export async function importCsv(
  ctx: Context,
  scope: SourceScope,
  { bytes, form, headings, isDryRun, from, mostRows = Number.POSITIVE_INFINITY, ownsDatabase }: CsvImport,
  onBatch: (progress: ImportProgress) => void | Promise<void> = () => {},
  record: RecordEvents = recordEvents,
): Promise<ImportProgress> {
  requireUsable(form);
  const channels = await listChannels(ctx.db, scope.companyId);
  const settle = (events: readonly object[], after: Promise<void>) =>
    isDryRun ? checkAll(events, ctx.now) : recordAll(record, ctx, scope, events, after);
  let progress = from ?? NO_PROGRESS;
  await recordAhead(
    readBatches({ bytes, form, headings, channels, from: progress, mostRows, eventsAtOnce: countEventsAtOnce(ctx.db, ownsDatabase) }),
    async (batch, after) => {
      const results = await settle(batch.events, after);
      await after;
      progress = advance(progress, batch, results);
      await onBatch(progress);
    },
  );
  return progress;
}

/** @throws AppError `invalid-input` when columns are missing. */
export function requireUsable(form: CsvForm): void {
  const problem = findMappingProblem(form.columns, { hasChannel: form.channel !== null, hasType: form.type !== null });
  if (problem !== undefined) throw new AppError('invalid-input', problem, 'Choose what the columns hold and try again.');
}

interface Reading {
  readonly bytes: ByteStream;
  readonly form: CsvForm;
  readonly headings: readonly string[];
  readonly channels: readonly KnownChannel[];
  readonly from: ImportProgress;
  readonly mostRows: number;
  readonly eventsAtOnce: number;
}

/** Rows that are recorded together, and where in the file they end. */
interface RowBatch {
  readonly events: object[];
  /** The row of each event. */
  readonly eventRows: number[];
  /** What is wrong with the rows that could not be read. */
  readonly unread: ImportProblem[];
  rows: number;
  bytes: number;
}

/** The last batch may hold nothing: it says where the reading ended. */
async function* readBatches({ bytes, form, headings, channels, from, mostRows, eventsAtOnce }: Reading): AsyncGenerator<RowBatch> {
  let batch = beginBatch(from);
  let rowsRead = 0;
  for await (const row of readRows(bytes, form.delimiter, { rows: from.rows })) {
    if (row.number === 1 && form.hasHeading) continue;
    batch.rows = row.number;
    batch.bytes = from.bytes + row.endByte;
    const read = toEvents(row, form, channels);
    if ('problem' in read) batch.unread.push(describeProblem(row.number, form.columns[read.problem.field], read.problem.message, headings));
    else for (const event of read.events) batch.eventRows[batch.events.push(event) - 1] = row.number;
    rowsRead += 1;
    if (rowsRead >= mostRows) break;
    if (batch.events.length + batch.unread.length < eventsAtOnce) continue;
    yield batch;
    batch = beginBatch(batch);
  }
  yield batch;
}

const beginBatch = ({ rows, bytes }: Pick<RowBatch, 'rows' | 'bytes'>): RowBatch => ({
  events: [],
  eventRows: [],
  unread: [],
  rows,
  bytes,
});

function describeProblem(row: number, column: number | undefined, message: string, headings: readonly string[]): ImportProblem {
  return { row, column: column === undefined ? null : (headings[column] ?? `Column ${column + 1}`), message };
}

async function recordAll(
  record: RecordEvents,
  ctx: Context,
  scope: SourceScope,
  events: readonly object[],
  after: Promise<void>,
): Promise<readonly ItemResult[]> {
  return events.length === 0 ? [] : (await record(ctx, scope, events, { after })).items;
}

/** What a dry run finds: `recorded` stands for what could be recorded, or is already. */
function checkAll(events: readonly object[], now: Instant): ItemResult[] {
  return events.map((event, index) => {
    const checked = checkItem(event, index, 'import', now);
    return 'refusal' in checked ? checked.refusal : { index, id: checked.input.id, status: 'recorded' };
  });
}

/** How far the import is when a batch has come to these results. */
function advance(before: ImportProgress, batch: RowBatch, results: readonly ItemResult[]): ImportProgress {
  const countOf = (status: ItemResult['status']) => results.reduce((count, result) => count + (result.status === status ? 1 : 0), 0);
  const refused = results.flatMap(({ status, message = '', hint = '' }, index) =>
    status === 'rejected' ? [describeProblem(batch.eventRows[index] ?? 0, undefined, `${message} ${hint}`.trim(), [])] : [],
  );
  const problems = [...batch.unread, ...refused].sort((a, b) => a.row - b.row);
  return {
    rows: batch.rows,
    bytes: batch.bytes,
    recorded: before.recorded + countOf('recorded'),
    duplicates: before.duplicates + countOf('duplicate'),
    rejected: before.rejected + problems.length,
    problems: [...before.problems, ...problems.slice(0, MOST_PROBLEMS - before.problems.length)],
  };
}
