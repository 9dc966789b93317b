import type { PGlite, PGliteInterface, Results } from '@electric-sql/pglite';
import { isCopy, splitCopies } from '../copy-rows.ts';
import { isPrepared } from '../prepared.ts';
import { CopyInput } from './copy-input.ts';
import { PreparedStatements } from './prepared-statements.ts';

type On = Pick<PGliteInterface, 'query'>;
/** Runs one statement, on a transaction where there is one. */
export type RunStatement = <T>(statement: string, parameters?: readonly unknown[], on?: On) => Promise<Results<T>>;

/** How statements are run on a PGlite: those that are marked `prepared` are, and COPY takes its input as PGlite wants it. */
export function createRunner(pglite: PGlite): RunStatement {
  const prepared = new PreparedStatements(pglite);
  const input = new CopyInput(pglite);
  return (statement, parameters = [], on = pglite) => {
    if (isCopy(statement)) return copy(input, statement, parameters);
    return isPrepared(statement) ? prepared.run(statement, parameters) : on.query(statement, [...parameters]);
  };
}

/** One table at a time, each with its parameter. */
async function copy<T>(input: CopyInput, statement: string, parameters: readonly unknown[]): Promise<Results<T>> {
  const results: Results<T>[] = [];
  for (const [index, one] of splitCopies(statement).entries()) results.push(await input.run<T>(one, String(parameters[index])));
  return results.at(-1) as Results<T>;
}
