import type { Day } from '../domain/tally/day-clock.ts';
import { type AddedRows, copyRows } from './copy-rows.ts';
import type { DatabaseTransaction } from './database.ts';

/** A day of a commitment whose obligations changed. */
export interface ChangedDay {
  readonly commitmentId: string;
  readonly day: Day;
}

/** Marks days to be tallied anew before they are next read. Each once. */
export async function markDays(trx: DatabaseTransaction, companyId: number, days: readonly ChangedDay[]): Promise<void> {
  await copyRows(trx, toDayMarks(companyId, days));
}

/** The rows of `markDays`, to be added with others. */
export function toDayMarks(companyId: number, days: readonly ChangedDay[]): AddedRows {
  const rows = days.map(({ commitmentId, day }) => [companyId, commitmentId, day]);
  return { table: 'day_mark', columns: ['company_id', 'commitment_id', 'day'], rows };
}
