import { sql } from 'kysely';
import type { BreachKey } from '../domain/breach/breach-key.ts';
import type { Instant } from '../domain/instant.ts';
import type { DatabaseTransaction } from './database.ts';

/** What deciding about a wait needs to know of it. */
export interface NamedWait extends BreachKey {
  readonly channelId: string;
  readonly excludedAt: Instant | null;
  /** The target was exceeded at the instant that was asked for, whether or not it is excluded. */
  readonly isBreached: boolean;
}

/**
 * Those of the company's waits that these keys name, as they stand at `now`. Looked up one by one (`offset 0` keeps it so), because a planner
 * without statistics reads all waits of the source instead.
 */
export async function listNamedWaits(
  trx: DatabaseTransaction,
  companyId: number,
  keys: readonly BreachKey[],
  now: Instant,
): Promise<NamedWait[]> {
  const { rows } = await sql<NamedWait>`
    select wait.* from json_to_recordset(${JSON.stringify(keys)}::json)
      as wanted("askedAt" int8, "sourceId" int4, "conversationId" text, "commitmentId" text, "messageId" text)
    cross join lateral (
      select asked_at as "askedAt", source_id as "sourceId", conversation_id as "conversationId", commitment_id as "commitmentId",
        coalesce(message_id, '') as "messageId", channel_id as "channelId", excluded_at as "excludedAt",
        coalesce(case when answered_at <= ${now} then staffed_seconds > target_seconds else breach_at < ${now} end, false) as "isBreached"
      from obligation
      where company_id = ${companyId} and source_id = wanted."sourceId" and conversation_id = wanted."conversationId"
        and commitment_id = wanted."commitmentId" and asked_at = wanted."askedAt" and coalesce(message_id, '') = wanted."messageId"
      offset 0) as wait`.execute(trx);
  return rows;
}
