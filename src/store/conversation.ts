import { sql } from 'kysely';
import type { Instant } from '../domain/instant.ts';
import type { Database, DatabaseTransaction } from './database.ts';
import type { SourceScope } from './event.ts';

export interface ConversationSpan {
  readonly id: string;
  readonly channelId: string;
  readonly firstEventAt: Instant;
  readonly lastEventAt: Instant;
}

/** What is known of a conversation that this transaction holds. */
export interface LockedConversation {
  readonly channelId: string;
  /** True when this transaction began it. */
  readonly isNew: boolean;
}

/**
 * Begins the conversations that are new and holds all of them until the transaction ends, so that of two batches which
 * touch the same conversation the second one sees the facts of the first. Always in order of id: nobody waits in a circle.
 */
export async function lockConversations(
  trx: DatabaseTransaction,
  scope: SourceScope,
  conversations: readonly ConversationSpan[],
): Promise<Map<string, LockedConversation>> {
  const begun = await sql<{ id: string }>`
    insert into conversation (company_id, source_id, id, channel_id, first_event_at, last_event_at)
    select ${scope.companyId}::int8, ${scope.sourceId}::int4, "id", "channelId", "firstEventAt", "lastEventAt"
    from json_to_recordset(${JSON.stringify(conversations)}::json)
      as given("id" text, "channelId" text, "firstEventAt" int8, "lastEventAt" int8)
    order by "id"
    on conflict (company_id, source_id, id) do nothing
    returning id`.execute(trx);
  const newIds = new Set(begun.rows.map((row) => row.id));
  const locked = new Map<string, LockedConversation>();
  for (const { id, channelId } of conversations) {
    if (newIds.has(id)) locked.set(id, { channelId, isNew: true });
  }
  const oldIds = conversations.filter(({ id }) => !newIds.has(id)).map(({ id }) => id);
  for (const { id, channelId } of await lockExisting(trx, scope, oldIds)) locked.set(id, { channelId, isNew: false });
  return locked;
}

async function lockExisting(
  trx: DatabaseTransaction,
  scope: SourceScope,
  ids: readonly string[],
): Promise<{ id: string; channelId: string }[]> {
  if (ids.length === 0) return [];
  const result = await sql<{ id: string; channelId: string }>`
    select id, channel_id as "channelId" from conversation
    where company_id = ${scope.companyId} and source_id = ${scope.sourceId}
      and id = any(${[...ids]}::text[])
    order by id for update`.execute(trx);
  return result.rows;
}

/** Widens conversations to contain these spans. They must be held by this transaction. */
export async function extendConversations(trx: DatabaseTransaction, scope: SourceScope, spans: readonly ConversationSpan[]): Promise<void> {
  if (spans.length === 0) return;
  await sql`
    update conversation set
      first_event_at = least(first_event_at, "firstEventAt"), last_event_at = greatest(last_event_at, "lastEventAt")
    from json_to_recordset(${JSON.stringify(spans)}::json) as given("id" text, "firstEventAt" int8, "lastEventAt" int8)
    where company_id = ${scope.companyId} and source_id = ${scope.sourceId} and conversation.id = given."id"
      and ("firstEventAt" < first_event_at or "lastEventAt" > last_event_at)`.execute(trx);
}

/** Takes back conversations that were begun in this transaction and turned out to have no event of their own. */
export async function deleteConversations(trx: DatabaseTransaction, scope: SourceScope, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    delete from conversation
    where company_id = ${scope.companyId} and source_id = ${scope.sourceId}
      and id = any(${[...ids]}::text[])`.execute(trx);
}

/**
 * Conversations of all sources in which something happened at or after `since`, in order of source and id.
 * @param after where the previous page ended; source 0 begins.
 */
export async function listConversationsSince(
  db: Database | DatabaseTransaction,
  companyId: number,
  since: Instant,
  after: { sourceId: number; id: string },
  limit: number,
): Promise<{ sourceId: number; id: string; channelId: string }[]> {
  const result = await sql<{ sourceId: number; id: string; channelId: string }>`
    select source_id as "sourceId", id, channel_id as "channelId" from conversation
    where company_id = ${companyId} and last_event_at >= ${since} and (source_id, id) > (${after.sourceId}, ${after.id})
    order by source_id, id limit ${limit}`.execute(db);
  return result.rows;
}
