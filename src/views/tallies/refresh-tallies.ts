import { sql } from 'kysely';
import { type CommitmentDay, type DayRun, listRuns } from '../../domain/tally/day-run.ts';
import type { Tally } from '../../domain/tally/tally.ts';
import { applyChanges } from '../../domain/tally/tally-change.ts';
import { deleteChanges, takeChanges } from '../../store/day-change.ts';
import { markDays, markedDaysOf, takeMarks } from '../../store/day-mark.ts';
import { prepared } from '../../store/prepared.ts';
import { listTallies, toTallyRow } from '../../store/tally-row.ts';
import type { CompanyReference, Reader } from '../reader.ts';
import { tallyRun } from './tally-days.ts';
import type { TallyRange } from './tally-range.ts';

export async function listMarkedDays(db: Reader, { company, ...days }: Omit<TallyRange, 'commitmentIds'>): Promise<CommitmentDay[]> {
  const { rows } = await sql<CommitmentDay>`${prepared} ${markedDaysOf(company.id, days)}`.execute(db);
  return rows;
}

/**
 * Tallies anew the days of the range that are marked, a few in each transaction.
 *
 * Those who refresh one company wait for each other on its row; batches of events do not wait. The marks go first and the obligations
 * are read after: what a batch writes meanwhile is either in what is read, or its mark stays, or both. Changes are taken away that the obligations are
 * after, as of the same moment: those that come later are changes of the new tally.
 */
export async function refreshTallies(db: Reader, companyId: number, marked: readonly CommitmentDay[]): Promise<void> {
  for (const run of listRuns(marked)) {
    await db.transaction().execute(async (trx) => {
      const company = await holdCompany(trx, companyId);
      // Not when another reader has tallied them all meanwhile.
      if (!(await takeMarks(trx, companyId, run))) return;
      const { tallies, changeIds } = await tallyRun(trx, company, run);
      await deleteChanges(trx, companyId, changeIds);
      await replaceTallies(trx, companyId, run, tallies);
    });
  }
}

/** Stores days with their changes. What cannot be taken from a day is no change of it: such a day is marked, to be tallied anew. @param changed days, repeated or not. */
export async function settleChanges(db: Reader, companyId: number, changed: readonly CommitmentDay[]): Promise<void> {
  for (const run of listRuns(changed)) {
    await db.transaction().execute(async (trx) => {
      await holdCompany(trx, companyId);
      const changes = await takeChanges(trx, companyId, run);
      if (changes.length === 0) return;
      const { tallies, unfit } = applyChanges(await listTallies(trx, companyId, run), changes);
      await replaceTallies(trx, companyId, run, tallies);
      await markDays(trx, companyId, unfit);
    });
  }
}

async function replaceTallies(trx: Reader, companyId: number, run: DayRun, tallies: readonly Tally[]): Promise<void> {
  await deleteTallies(trx, companyId, run);
  await insertTallies(trx, companyId, tallies);
}

/** The company as it is now, not as the reader knew it: its zone may have changed since. */
async function holdCompany(trx: Reader, companyId: number): Promise<CompanyReference> {
  return trx
    .selectFrom('company')
    .select(['id', 'time_zone as timeZone'])
    .where('id', '=', companyId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
}

async function deleteTallies(trx: Reader, companyId: number, { commitmentId, fromDay, toDay }: DayRun): Promise<void> {
  await trx
    .deleteFrom('day_tally')
    .where('company_id', '=', companyId)
    .where('commitment_id', '=', commitmentId)
    .where('day', '>=', fromDay)
    .where('day', '<=', toDay)
    .execute();
}

/** PostgreSQL takes at most 65,535 parameters in a statement, and a row has 15. */
const ROWS_AT_ONCE = 500;

async function insertTallies(trx: Reader, companyId: number, tallies: readonly Tally[]): Promise<void> {
  const rows = tallies.map((tally) => toTallyRow(companyId, tally));
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    await trx
      .insertInto('day_tally')
      .values(rows.slice(from, from + ROWS_AT_ONCE))
      .execute();
  }
}
