import type { PGlite, PGliteInterface, Results } from '@electric-sql/pglite';
import { isCopy, splitCopies } from '../copy-rows.ts';
import { isPrepared } from '../prepared.ts';
import { CopyInput } from './copy-input.ts';
import { PreparedStatements } from './prepared-statements.ts';

/** How statements are run on a PGlite: those that are marked `prepared` are, and COPY takes its input as PGlite wants it. */
export interface StatementRunner {
  /** Runs one statement, on a transaction where there is one. */
  run<T>(statement: string, parameters?: readonly unknown[], on?: Pick<PGliteInterface, 'query'>): Promise<Results<T>>;
  /** Runs one `copy … from stdin`. */
  copy<T>(statement: string, text: string): Promise<Results<T>>;
}

export function createRunner(pglite: PGlite): StatementRunner {
  const prepared = new PreparedStatements(pglite);
  const input = new CopyInput(pglite);
  return {
    run: (statement, parameters = [], on = pglite) =>
      isPrepared(statement) ? prepared.run(statement, parameters) : on.query(statement, [...parameters]),
    copy: (statement, text) => input.run(statement, text),
  };
}

type AnyStatement<Result> = (statement: string, parameters: readonly unknown[]) => Promise<Result>;

/** Runs the COPYs of a statement one after the other; any other statement as it is. */
export async function runAnyStatement<Result>(
  statement: string,
  parameters: readonly unknown[],
  { run, copy }: { readonly run: AnyStatement<Result>; readonly copy: (statement: string, text: string) => Promise<Result> },
): Promise<Result> {
  if (!isCopy(statement)) return run(statement, parameters);
  // All are asked for at once: the next text is written down while the thread of the database takes the one before.
  const results = await Promise.all(splitCopies(statement, parameters).map((one) => copy(one.statement, one.text())));
  return results.at(-1) as Result;
}
