import { sql } from 'kysely';
import { type CommitmentDay, type DayRun, listRuns } from '../domain/tally/day-run.ts';
import { type AddedRows, copyRows } from './copy-rows.ts';
import type { DatabaseTransaction } from './database.ts';

/** Marks days to be tallied anew before they are next read. */
export async function markDays(trx: DatabaseTransaction, companyId: number, days: readonly CommitmentDay[]): Promise<void> {
  await copyRows(trx, toDayMarks(companyId, days));
}

/** The rows of `markDays`, to be added with others: one for all days of a commitment that follow each other. */
export function toDayMarks(companyId: number, days: readonly CommitmentDay[]): AddedRows {
  return toRows(companyId, listRuns(days, Number.POSITIVE_INFINITY));
}

function toRows(companyId: number, runs: readonly DayRun[]): AddedRows {
  const rows = runs.map(({ commitmentId, fromDay, toDay }) => [companyId, commitmentId, fromDay, toDay]);
  return { table: 'day_mark', columns: ['company_id', 'commitment_id', 'from_day', 'to_day'], rows };
}

/** Marked days of all commitments of a company between two days, both ends inclusive, each once. */
export const markedDaysOf = (companyId: number, { fromDay, toDay }: Pick<DayRun, 'fromDay' | 'toDay'>) => sql<CommitmentDay>`
  select distinct commitment_id as "commitmentId", day
  from day_mark, generate_series(greatest(from_day, ${fromDay}::int4), least(to_day, ${toDay}::int4)) as day
  where company_id = ${companyId} and from_day <= ${toDay} and to_day >= ${fromDay}`;

/** All marked days of a company, each once. */
export async function listAllMarkedDays(trx: DatabaseTransaction, companyId: number): Promise<CommitmentDay[]> {
  const { rows } = await sql<CommitmentDay>`
    select distinct commitment_id as "commitmentId", day from day_mark, generate_series(from_day, to_day) as day
    where company_id = ${companyId}`.execute(trx);
  return rows;
}

/** Takes the marks of a run away, and leaves those of the days before and after it. @returns false when none of its days was marked. */
export async function takeMarks(trx: DatabaseTransaction, companyId: number, { commitmentId, fromDay, toDay }: DayRun): Promise<boolean> {
  const taken = await trx
    .deleteFrom('day_mark')
    .where('company_id', '=', companyId)
    .where('commitment_id', '=', commitmentId)
    .where('from_day', '<=', toDay)
    .where('to_day', '>=', fromDay)
    .returning(['from_day', 'to_day'])
    .execute();
  // Each of them touches the run, so what they cover beside it follows on it.
  const firstDay = Math.min(fromDay, ...taken.map(({ from_day }) => from_day));
  const lastDay = Math.max(toDay, ...taken.map(({ to_day }) => to_day));
  const beside = [
    { commitmentId, fromDay: firstDay, toDay: fromDay - 1 },
    { commitmentId, fromDay: toDay + 1, toDay: lastDay },
  ].filter((run) => run.fromDay <= run.toDay);
  await copyRows(trx, toRows(companyId, beside));
  return taken.length > 0;
}
