import type { PGlite, PGliteInterface, Results } from '@electric-sql/pglite';
import { isCopy, splitCopies } from '../copy-rows.ts';
import { isPrepared } from '../prepared.ts';
import { PreparedStatements } from './prepared-statements.ts';

type On = Pick<PGliteInterface, 'query'>;
/** Runs one statement, on a transaction where there is one. */
export type RunStatement = <T>(statement: string, parameters?: readonly unknown[], on?: On) => Promise<Results<T>>;

/** How statements are run on a PGlite: those that are marked `prepared` are, and COPY takes its input as PGlite wants it. */
export function createRunner(pglite: PGlite): RunStatement {
  const prepared = new PreparedStatements(pglite);
  return (statement, parameters = [], on = pglite) => {
    if (isCopy(statement)) return copy(on, statement, parameters);
    return isPrepared(statement) ? prepared.run(statement, parameters) : on.query(statement, [...parameters]);
  };
}

/** As a blob beside the statement, not as a parameter, and one table at a time. */
async function copy<T>(on: On, statement: string, parameters: readonly unknown[]): Promise<Results<T>> {
  const results: Results<T>[] = [];
  for (const [index, one] of splitCopies(statement).entries()) {
    const blob = new Blob([String(parameters[index])]);
    results.push(await on.query<T>(one.replace(/stdin$/, "'/dev/blob'"), [], { blob }));
  }
  return results.at(-1) as Results<T>;
}
