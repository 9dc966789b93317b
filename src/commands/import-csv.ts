import { findMappingProblem } from '../sources/csv/columns.ts';
import { type ByteStream, type CsvRow, readRows } from '../sources/csv/read-rows.ts';
import { type CsvForm, type KnownChannel, toEvents } from '../sources/csv/to-events.ts';
import { listChannels } from '../store/channel.ts';
import type { SourceScope } from '../store/event.ts';
import type { Context } from './context.ts';
import { AppError } from './errors.ts';
import { checkItem, type ItemResult } from './event-item.ts';
import { EVENTS_AT_ONCE, type ImportCounts } from './import-events.ts';
import { recordEvents } from './record-events.ts';

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
}

/**
 * Reads a CSV file and records its events, in batches that are each a transaction. What is recorded already changes nothing, so that the same
 * file can be imported again, and an import that was cut off begun again. Holds one batch at a time, however large the file is.
 * @param onBatch is called after each batch and may wait.
 * @throws AppError `invalid-input` for a mapping that cannot be used, and as `recordEvents`; FileProblem when the file cannot be read.
 */
export async function importCsv(
  ctx: Context,
  scope: SourceScope,
  { bytes, form, headings, isDryRun, from, mostRows = Number.POSITIVE_INFINITY }: CsvImport,
  onBatch: (progress: ImportProgress) => void | Promise<void> = () => {},
): Promise<ImportProgress> {
  requireUsable(form);
  const channels = await listChannels(ctx.db, scope.companyId);
  const start = from ?? NO_PROGRESS;
  const run = new ImportRun(ctx, scope, { form, headings, channels, isDryRun }, start);
  let rows = 0;
  for await (const row of readRows(bytes, form.delimiter, { rows: start.rows })) {
    if (row.number === 1 && form.hasHeading) continue;
    run.take(row, start.bytes);
    rows += 1;
    if (run.isFull) await onBatch(await run.flush());
    if (rows >= mostRows) break;
  }
  const progress = await run.flush();
  await onBatch(progress);
  return progress;
}

/** @throws AppError `invalid-input` when columns are missing. */
export function requireUsable(form: CsvForm): void {
  const problem = findMappingProblem(form.columns, { hasChannel: form.channel !== null, hasType: form.type !== null });
  if (problem !== undefined) throw new AppError('invalid-input', problem, 'Choose what the columns hold and try again.');
}

interface RunRules {
  readonly form: CsvForm;
  readonly headings: readonly string[];
  readonly channels: readonly KnownChannel[];
  readonly isDryRun: boolean;
}

class ImportRun {
  readonly #ctx: Context;
  readonly #scope: SourceScope;
  readonly #rules: RunRules;
  #progress: ImportProgress;
  #batch: { row: number; event: object }[] = [];

  constructor(ctx: Context, scope: SourceScope, rules: RunRules, progress: ImportProgress) {
    this.#ctx = ctx;
    this.#scope = scope;
    this.#rules = rules;
    this.#progress = progress;
  }

  get isFull(): boolean {
    return this.#batch.length >= EVENTS_AT_ONCE;
  }

  take(row: CsvRow, startByte: number): void {
    const read = toEvents(row, this.#rules.form, this.#rules.channels);
    this.#progress = { ...this.#progress, rows: row.number, bytes: startByte + row.endByte };
    if ('problem' in read) this.#reject(row.number, this.#rules.form.columns[read.problem.field], read.problem.message);
    else for (const event of read.events) this.#batch.push({ row: row.number, event });
  }

  async flush(): Promise<ImportProgress> {
    const batch = this.#batch;
    this.#batch = [];
    const results = this.#rules.isDryRun ? this.#check(batch) : await this.#record(batch);
    for (const [index, { status, message = '', hint = '' }] of results.entries()) {
      if (status === 'recorded') this.#progress = { ...this.#progress, recorded: this.#progress.recorded + 1 };
      else if (status === 'duplicate') this.#progress = { ...this.#progress, duplicates: this.#progress.duplicates + 1 };
      else this.#reject(batch[index]?.row ?? 0, undefined, `${message} ${hint}`.trim());
    }
    return this.#progress;
  }

  /** In a dry run `recorded` counts what could be recorded, or is already. */
  #check(batch: readonly { event: object }[]): ItemResult[] {
    return batch.map(({ event }, index) => {
      const checked = checkItem(event, index, 'import', this.#ctx.now);
      return 'refusal' in checked ? checked.refusal : { index, id: checked.input.id, status: 'recorded' };
    });
  }

  async #record(batch: readonly { event: object }[]): Promise<readonly ItemResult[]> {
    if (batch.length === 0) return [];
    const { items } = await recordEvents(
      this.#ctx,
      this.#scope,
      batch.map(({ event }) => event),
    );
    return items;
  }

  #reject(row: number, column: number | undefined, message: string): void {
    const { problems, rejected } = this.#progress;
    const problem = { row, column: column === undefined ? null : (this.#rules.headings[column] ?? `Column ${column + 1}`), message };
    this.#progress = {
      ...this.#progress,
      rejected: rejected + 1,
      problems: problems.length < MOST_PROBLEMS ? [...problems, problem] : problems,
    };
  }
}
