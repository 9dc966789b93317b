import { CompiledQuery } from 'kysely';
import type { Schema } from '../../db/schema.ts';
import type { DatabaseTransaction } from './database.ts';

/** What a column of a copied row may hold. */
export type CopiedValue = string | number | boolean | null;

/**
 * Adds rows by COPY, which takes less than half the time of an INSERT of as many. A row whose key exists fails the whole transaction:
 * see `isConflict`.
 * @param rows each with the values of `columns`, in their order.
 */
export async function copyRows(
  trx: DatabaseTransaction,
  table: keyof Schema,
  columns: readonly string[],
  rows: readonly (readonly CopiedValue[])[],
): Promise<void> {
  if (rows.length === 0) return;
  await trx.executeQuery(CompiledQuery.raw(`copy ${table} (${columns.join(', ')}) from stdin`, [toCopyText(rows)]));
}

/** True of a statement whose one parameter is not a value but the input of a COPY. */
export function isCopy(statement: string): boolean {
  return statement.startsWith('copy ') && statement.endsWith(' from stdin');
}

/** Rows in the text format of COPY: https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-FILE-FORMATS */
export function toCopyText(rows: readonly (readonly CopiedValue[])[]): string {
  let text = '';
  for (const row of rows) {
    for (let i = 0; i < row.length; i++) {
      if (i > 0) text += '\t';
      text += toCopyField(row[i] as CopiedValue);
    }
    text += '\n';
  }
  return text;
}

const SPECIAL = /[\\\n\r\t]/;
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function toCopyField(value: CopiedValue): string {
  if (value === null) return '\\N';
  if (typeof value !== 'string') return String(value);
  return SPECIAL.test(value) ? value.replace(/[\\\n\r\t]/g, (character) => ESCAPES[character] as string) : value;
}
