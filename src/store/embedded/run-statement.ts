import type { PGliteInterface, Results } from '@electric-sql/pglite';
import { isCopy, splitCopies } from '../copy-rows.ts';

/** Runs one statement. PGlite takes the input of a COPY as a blob beside the statement, not as a parameter, and one at a time. */
export async function runStatement<T>(
  on: Pick<PGliteInterface, 'query'>,
  statement: string,
  parameters: readonly unknown[] = [],
): Promise<Results<T>> {
  if (!isCopy(statement)) return on.query<T>(statement, [...parameters]);
  const results: Results<T>[] = [];
  for (const [index, copy] of splitCopies(statement).entries()) {
    const blob = new Blob([String(parameters[index])]);
    results.push(await on.query<T>(copy.replace(/stdin$/, "'/dev/blob'"), [], { blob }));
  }
  return results.at(-1) as Results<T>;
}
