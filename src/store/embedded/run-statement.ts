import type { PGliteInterface, Results } from '@electric-sql/pglite';
import { isCopy } from '../copy-rows.ts';

/** Runs one statement. PGlite takes the input of a COPY as a blob beside the statement, not as a parameter. */
export function runStatement<T>(
  on: Pick<PGliteInterface, 'query'>,
  statement: string,
  parameters: readonly unknown[] = [],
): Promise<Results<T>> {
  if (!isCopy(statement)) return on.query<T>(statement, [...parameters]);
  const input = new Blob([String(parameters[0])]);
  return on.query<T>(statement.replace(/stdin$/, "'/dev/blob'"), [], { blob: input });
}
