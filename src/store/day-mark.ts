import { sql } from 'kysely';
import type { Day } from '../domain/tally/day-clock.ts';
import type { DatabaseTransaction } from './database.ts';

/** A day of a commitment whose obligations changed. */
export interface ChangedDay {
  readonly commitmentId: string;
  readonly day: Day;
}

/** Marks days to be tallied anew before they are next read. Each once. */
export async function markDays(trx: DatabaseTransaction, companyId: number, days: readonly ChangedDay[]): Promise<void> {
  if (days.length === 0) return;
  await sql`
    insert into day_mark (company_id, commitment_id, day)
    select ${companyId}::int8, "commitmentId", day
    from json_to_recordset(${JSON.stringify(days)}::json) as changed("commitmentId" text, day int4)`.execute(trx);
}
