import { sql } from 'kysely';
import type { DayRun } from '../domain/tally/day-run.ts';
import type { TallyChange } from '../domain/tally/tally-change.ts';
import type { AddedRows, CopiedValue } from './copy-rows.ts';
import type { DatabaseTransaction } from './database.ts';
import { fromJsonRow, type JsonTallyRow, jsonColumns, TALLY_COLUMNS, type TallyRow, toTally, toTallyRow } from './tally-row.ts';

type Signed = Pick<TallyChange, 'sign'>;

/** Rows of changes, to be added with others. */
export function toDayChanges(companyId: number, changes: readonly TallyChange[]): AddedRows {
  const rows = changes.map((change) => {
    const row = toTallyRow(companyId, change);
    return [companyId, change.sign, ...TALLY_COLUMNS.map((column) => toCopied(row[column] as CopiedValue | Buffer))];
  });
  return { table: 'day_change', columns: ['company_id', 'sign', ...TALLY_COLUMNS], rows };
}

const toCopied = (value: CopiedValue | Buffer): CopiedValue => (Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : value);

export type ChangeRow = JsonTallyRow & Signed;

const IS_MARKED = sql`exists (
  select 1 from day_mark where day_mark.company_id = day_change.company_id and day_mark.commitment_id = day_change.commitment_id
    and day_change.day between day_mark.from_day and day_mark.to_day)`;

/**
 * The changes of a company's days between two days, both ends inclusive, to be read as JSON; not those of marked days, which are tallied anew.
 * @param hasSeconds false leaves out how long people waited.
 */
export const changesOf = (companyId: number, { fromDay, toDay }: Pick<DayRun, 'fromDay' | 'toDay'>, hasSeconds: boolean) => sql<ChangeRow>`
  select sign, ${jsonColumns(hasSeconds)} from day_change
  where company_id = ${companyId} and day between ${fromDay} and ${toDay} and not ${IS_MARKED}`;

export const toTallyChange = (row: ChangeRow): TallyChange => ({ ...fromJsonRow(row), sign: row.sign });

const COLUMNS = sql.raw(['sign', ...TALLY_COLUMNS].join(', '));

const isOf = (companyId: number, { commitmentId, fromDay, toDay }: DayRun) => sql`
  company_id = ${companyId} and commitment_id = ${commitmentId} and day between ${fromDay} and ${toDay} and not ${IS_MARKED}`;

/** The changes of a run; not those of marked days. */
export async function listChanges(trx: DatabaseTransaction, companyId: number, run: DayRun): Promise<TallyChange[]> {
  return toChanges(await sql<SignedRow>`select ${COLUMNS} from day_change where ${isOf(companyId, run)}`.execute(trx));
}

/** The same, and takes them away. */
export async function takeChanges(trx: DatabaseTransaction, companyId: number, run: DayRun): Promise<TallyChange[]> {
  return toChanges(await sql<SignedRow>`delete from day_change where ${isOf(companyId, run)} returning ${COLUMNS}`.execute(trx));
}

type SignedRow = TallyRow & Signed;

const toChanges = ({ rows }: { readonly rows: readonly SignedRow[] }): TallyChange[] =>
  rows.map((row) => ({ ...toTally(row), sign: row.sign }));

/** Deletes changes that a tally holds already. */
export async function deleteChanges(trx: DatabaseTransaction, companyId: number, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await sql`delete from day_change where company_id = ${companyId} and id = any(${[...ids]}::int8[])`.execute(trx);
}
