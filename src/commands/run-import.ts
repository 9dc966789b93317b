import { advanceImport, findImportRun, type ImportState, type StoredImport } from '../store/import-run.ts';
import type { Context, Uploads } from './context.ts';
import { isAppError } from './errors.ts';
import { type ImportProblem, type ImportProgress, importCsv, MOST_PROBLEMS } from './import-csv.ts';
import { csvForm, explainFile, importHeadings } from './import-form.ts';
import { type RecordEvents, recordEvents } from './record-events.ts';

/** Rows of one piece of work: a few seconds, so that a restart repeats little and others get their turn. */
const ROWS_AT_ONCE = 20_000;

/**
 * Takes a running import further by one piece, and asks for the next one. What an interrupted piece has recorded is known when it is
 * repeated. Two processes at once do no harm: one of them gives up.
 * @param ctx of the system.
 * @param record records the events.
 * @returns how many events it has recorded in all, once it is done; else 0.
 */
export async function runImport(
  ctx: Context,
  { companyId, importId }: { companyId: number; importId: string },
  uploads: Uploads,
  record: RecordEvents = recordEvents,
): Promise<number> {
  const run = await findImportRun(ctx.db, companyId, importId);
  if (run === undefined || run.state !== 'running' || run.sourceId === null) return 0;
  const piece = await runPiece({ ctx, run, sourceId: run.sourceId, uploads, record });
  if (piece === undefined) return 0;
  if (piece.state === 'running') await ctx.enqueue(ctx.db, 'run-import', { companyId, importId });
  else await uploads.remove(importId);
  return piece.state === 'done' ? piece.recorded : 0;
}

interface Order {
  readonly ctx: Context;
  readonly run: StoredImport;
  readonly sourceId: number;
  readonly uploads: Uploads;
  readonly record: RecordEvents;
}

interface Piece {
  readonly state: ImportState;
  readonly recorded: number;
}

/** @returns what the import has come to; undefined when another process has it. */
async function runPiece({ ctx, run, sourceId, uploads, record }: Order): Promise<Piece | undefined> {
  const from = run.progress as ImportProgress;
  let before = run;
  let isOurs = true;
  const note = async (progress: ImportProgress, state: ImportState): Promise<void> => {
    isOurs &&= await advanceImport(ctx.db, before, { progress, state, finishedAt: state === 'running' ? null : ctx.now });
    before = { ...before, progress };
  };
  try {
    const given = {
      bytes: uploads.open(run.id, from.bytes),
      form: csvForm.parse(run.form),
      headings: importHeadings.parse(run.headings),
      isDryRun: false,
      from,
      mostRows: ROWS_AT_ONCE,
    };
    const scope = { companyId: run.companyId, sourceId };
    const progress = await explainFile(() => importCsv(ctx, scope, given, (reached) => note(reached, 'running'), record));
    const state = progress.rows === from.rows || progress.bytes >= run.byteCount ? 'done' : 'running';
    if (state === 'done') await note(progress, state);
    return isOurs ? { state, recorded: progress.recorded } : undefined;
  } catch (error) {
    if (!isAppError(error)) throw error;
    await note(withProblem(before.progress as ImportProgress, `${error.message} ${error.hint}`), 'failed');
    return isOurs ? { state: 'failed', recorded: from.recorded } : undefined;
  }
}

function withProblem(progress: ImportProgress, message: string): ImportProgress {
  const problem: ImportProblem = { row: progress.rows + 1, column: null, message };
  return { ...progress, problems: [...progress.problems.slice(0, MOST_PROBLEMS - 1), problem] };
}
