import { createReadStream, statSync } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { authorise } from '../commands/company-command.ts';
import type { Context } from '../commands/context.ts';
import { isAppError } from '../commands/errors.ts';
import { type ImportProblem, type ImportProgress, importCsv } from '../commands/import-csv.ts';
import { importTwcs, type TwcsImport } from '../commands/import-twcs.ts';
import { openImportSource } from '../commands/open-import-source.ts';
import type { ColumnMapping } from '../sources/csv/columns.ts';
import { FileProblem } from '../sources/csv/file-problem.ts';
import { type FileProposal, inspectFile } from '../sources/csv/inspect-file.ts';
import type { ByteStream } from '../sources/csv/read-rows.ts';
import type { CsvForm } from '../sources/csv/to-events.ts';
import { commitLate } from '../store/commit-late.ts';
import { openDatabase } from '../store/database.ts';
import { FolderLockedError } from '../store/folder-lock.ts';
import { migrateToLatest } from '../store/migrate.ts';
import { analyzeAfterImport } from '../store/vacuum.ts';
import { makeCommandContext } from './command-context.ts';
import { readConfig } from './config.ts';
import { IMPORT_HELP, type ImportOptions, readImportOptions } from './import-options.ts';
import { OptionProblem } from './option-problem.ts';
import { runOrExplain } from './run-or-explain.ts';

/** `npm run import`: records the messages of a CSV file on the database that the environment names. */
async function runImport(args: string[]): Promise<void> {
  try {
    const options = readImportOptions(args);
    if (options === undefined) return console.log(IMPORT_HELP);
    const database = await openDatabase(readConfig(process.env));
    try {
      await migrateToLatest(database.direct);
      // The embedded database belongs to this process as long as it is open.
      const ownsDatabase = database.kind === 'pglite';
      const progress = await commitLate(database, () => importFile(makeCommandContext(database.db), options, ownsDatabase));
      summarise(progress, options.isDryRun);
      await analyzeAfterImport(database, options.isDryRun ? 0 : progress.recorded);
    } finally {
      await database.close();
    }
  } catch (error) {
    if (!explain(error)) throw error;
    process.exitCode = 1;
  }
}

/** Tells what is expected to go wrong in words; false for anything else. */
function explain(error: unknown): boolean {
  if (isAppError(error) || error instanceof FileProblem) console.error(`${error.message} ${error.hint}`);
  else if (error instanceof OptionProblem) console.error(`${error.message}\n\nnpm run import -- --help tells all options.`);
  else if (error instanceof FolderLockedError) console.error(`${error.message}\nWhile Kept runs, import in the browser: /app/SLUG/import.`);
  else if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
    console.error(`There is no file ${'path' in error ? error.path : ''}.`);
  else return false;
  return true;
}

async function importFile(ctx: Context, options: ImportOptions, ownsDatabase: boolean): Promise<ImportProgress> {
  const company = await authorise(ctx, options.company, 'admin');
  if (options.isDryRun) console.log('Checking only: nothing is recorded.');
  const tell = tellProgress(options);
  const scope = options.isDryRun
    ? { companyId: company.id, sourceId: 0 }
    : await openImportSource(ctx, company.slug, { name: options.source });
  return options.isTwcs
    ? importTwcs(ctx, scope, { ...toTwcs(options), ownsDatabase }, tell)
    : importRows(ctx, scope, { options, companyZone: company.timeZone, ownsDatabase }, tell);
}

const toTwcs = ({ file, pairsFile, isDryRun }: ImportOptions): TwcsImport => ({
  files: [file, ...(pairsFile === undefined ? [] : [pairsFile])].map(open),
  isDryRun,
});

async function importRows(
  ctx: Context,
  scope: { companyId: number; sourceId: number },
  { options, companyZone, ownsDatabase }: { options: ImportOptions; companyZone: string; ownsDatabase: boolean },
  tell: (progress: ImportProgress) => void,
): Promise<ImportProgress> {
  const proposal = await inspectFile(open(options.file));
  const form = toForm(options, proposal, companyZone);
  describeForm(form, proposal);
  const { headings } = proposal;
  return importCsv(ctx, scope, { bytes: open(options.file), form, headings, isDryRun: options.isDryRun, ownsDatabase }, tell);
}

function toForm(options: ImportOptions, proposal: FileProposal, companyZone: string): CsvForm {
  return {
    delimiter: options.delimiter ?? proposal.delimiter,
    hasHeading: proposal.hasHeading,
    columns: options.columns === undefined ? proposal.columns : findColumns(options.columns, proposal.headings),
    timeFormat: options.timeFormat ?? proposal.timeFormat,
    timeZone: options.timeZone ?? companyZone,
    channel: options.channel,
    type: options.type,
  };
}

function findColumns(wanted: NonNullable<ImportOptions['columns']>, headings: readonly string[]): ColumnMapping {
  const entries = [...wanted].map(([field, column]) => {
    const byHeading = headings.findIndex((heading) => heading.trim().toLowerCase() === column.toLowerCase());
    const index = byHeading >= 0 ? byHeading : /^\d+$/.test(column) ? Number(column) - 1 : -1;
    if (index < 0 || index >= headings.length)
      throw new OptionProblem(`--columns: there is no column “${column}”. There are: ${headings.join(', ')}`);
    return [field, index];
  });
  return Object.fromEntries(entries);
}

function describeForm({ columns, timeFormat, timeZone }: CsvForm, { headings }: FileProposal): void {
  const pairs = Object.entries(columns).map(([field, index]) => `${field}=${headings[index ?? 0]}`);
  console.log(`Columns: ${pairs.join(', ')}\nTimes: ${timeFormat}, zone ${timeZone}`);
}

function open(file: string): ByteStream {
  statSync(file);
  const bytes = createReadStream(file);
  return file.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes;
}

const TELL_MILLISECONDS = 2_000;

function tellProgress({ file }: ImportOptions): (progress: ImportProgress) => void {
  const size = file.endsWith('.gz') ? undefined : statSync(file).size;
  let toldAt = Date.now();
  return ({ rows, bytes, recorded, duplicates, rejected }) => {
    if (Date.now() - toldAt < TELL_MILLISECONDS) return;
    toldAt = Date.now();
    const part = size === undefined || bytes === 0 ? '' : ` (${Math.floor((bytes * 100) / size)} %)`;
    console.log(`row ${rows}${part}: ${recorded} recorded, ${duplicates} known, ${rejected} refused`);
  };
}

function summarise({ rows, recorded, duplicates, rejected, problems }: ImportProgress, isDryRun: boolean): void {
  for (const problem of problems) console.log(describeProblem(problem));
  if (rejected > problems.length) console.log(`… and ${rejected - problems.length} more`);
  console.log(
    isDryRun
      ? `Read to row ${rows}: ${recorded} events can be recorded, ${rejected} refused`
      : `Read to row ${rows}: ${recorded} events recorded, ${duplicates} were known, ${rejected} refused`,
  );
}

const describeProblem = ({ row, column, message }: ImportProblem): string =>
  `row ${row}${column === null ? '' : `, ${column}`}: ${message}`;

await runOrExplain(() => runImport(process.argv.slice(2)));
