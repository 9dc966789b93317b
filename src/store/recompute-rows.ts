import { sql } from 'kysely';
import type { CommitmentDay } from '../domain/tally/day-run.ts';
import type { DatabaseTransaction } from './database.ts';
import type { ObligationRow } from './obligation.ts';
import type { RecordedCount } from './recorded-day.ts';

/** What recomputing a company reads. All of it for a transaction that holds the company alone. */

/** Conversations as their events tell of them, in order of source and id. @param after where the previous page ended; source 0 begins. */
export async function listToldConversations(
  trx: DatabaseTransaction,
  companyId: number,
  after: { sourceId: number; id: string },
  limit: number,
): Promise<{ sourceId: number; id: string; channelId: string }[]> {
  const { rows } = await sql<{ sourceId: number; id: string; channelId: string }>`
    select source_id as "sourceId", conversation_id as id, min(channel_id) as "channelId" from event
    where company_id = ${companyId} and (source_id, conversation_id) > (${after.sourceId}, ${after.id})
    group by source_id, conversation_id order by source_id, conversation_id limit ${limit}`.execute(trx);
  return rows;
}

/** Obligations of conversations of which no event tells. */
export async function listObligationsWithoutEvents(
  trx: DatabaseTransaction,
  companyId: number,
): Promise<(ObligationRow & { source_id: number })[]> {
  const { rows } = await sql<ObligationRow & { source_id: number }>`
    select obligation.* from obligation
    where company_id = ${companyId} and not exists (
      select 1 from event
      where event.company_id = ${companyId} and event.source_id = obligation.source_id and event.conversation_id = obligation.conversation_id)
    order by source_id, conversation_id, commitment_id, ordinal`.execute(trx);
  return rows;
}

/** Days that are tallied. */
export async function listTalliedDays(trx: DatabaseTransaction, companyId: number): Promise<CommitmentDay[]> {
  return trx
    .selectFrom('day_tally')
    .select(['commitment_id as commitmentId', 'day'])
    .distinct()
    .where('company_id', '=', companyId)
    .execute();
}

/** The counters of events by channel and day as they are stored. */
export async function listRecordedDays(trx: DatabaseTransaction, companyId: number): Promise<RecordedCount[]> {
  return trx
    .selectFrom('recorded_day')
    .select(['channel_id as channelId', 'day', 'events', 'recorded_long_after as recordedLongAfter'])
    .where('company_id', '=', companyId)
    .execute();
}
