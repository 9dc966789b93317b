import { sql } from 'kysely';
import type { DayClock } from '../domain/tally/day-clock.ts';
import type { DayRun } from '../domain/tally/day-run.ts';
import type { TalliedObligation } from '../domain/tally/tally.ts';
import type { Database, DatabaseTransaction } from './database.ts';

/** What the days of a run are tallied from. */
export async function listTalliedObligations(
  db: Database | DatabaseTransaction,
  companyId: number,
  { commitmentId, fromDay, toDay }: DayRun,
  clock: DayClock,
): Promise<TalliedObligation[]> {
  const { rows } = await sql<TalliedObligation>`
    select
      commitment_id as "commitmentId", channel_id as "channelId", metric, version_number as "versionNumber", source_id as "sourceId",
      asked_at as "askedAt", breach_at as "breachAt", answered_at as "answeredAt", target_seconds as "targetSeconds",
      waited_seconds as "waitedSeconds", staffed_seconds as "staffedSeconds", excluded_at as "excludedAt",
      exclusion_reason as "exclusionReason", late_exclusion as "lateExclusion"
    from obligation
    where company_id = ${companyId} and commitment_id = ${commitmentId}
      and asked_at >= ${clock.startOf(fromDay)} and asked_at < ${clock.startOf(toDay + 1)}`.execute(db);
  return rows;
}
