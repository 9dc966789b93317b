import { sql } from 'kysely';
import type { EventType } from '../domain/conversation/event.ts';
import type { Instant } from '../domain/instant.ts';
import type { Database, DatabaseTransaction } from './database.ts';

/** A source of a company: every event, conversation and obligation belongs to one. */
export interface SourceScope {
  readonly companyId: number;
  readonly sourceId: number;
}

/** An event as it is kept: without text, its author only as a keyed hash. */
export interface StoredEvent {
  readonly id: string;
  readonly conversationId: string;
  readonly channelId: string;
  readonly type: EventType;
  readonly at: Instant;
  readonly authorHash: string | null;
  readonly audience: string | null;
  readonly language: string | null;
  readonly messageId: string | null;
  readonly reason: string | null;
}

const COLUMNS = sql`id, conversation_id as "conversationId", channel_id as "channelId", type, at, author_hash as "authorHash",
  audience, language, message_id as "messageId", reason`;

/** Those of the source's events that have one of these ids. */
export async function listEventsById(
  db: Database | DatabaseTransaction,
  scope: SourceScope,
  ids: readonly string[],
): Promise<StoredEvent[]> {
  if (ids.length === 0) return [];
  const result = await sql<StoredEvent>`
    select ${COLUMNS} from event
    where company_id = ${scope.companyId} and source_id = ${scope.sourceId}
      and id = any(${[...ids]}::text[])`.execute(db);
  return result.rows;
}

/** All events of these conversations, in no particular order. */
export async function listEventsOfConversations(
  db: Database | DatabaseTransaction,
  scope: SourceScope,
  conversationIds: readonly string[],
): Promise<StoredEvent[]> {
  if (conversationIds.length === 0) return [];
  const result = await sql<StoredEvent>`
    select ${COLUMNS} from event
    where company_id = ${scope.companyId} and source_id = ${scope.sourceId}
      and conversation_id = any(${[...conversationIds]}::text[])`.execute(db);
  return result.rows;
}

/** Adds those events whose ids are new to the source, in order of id, and returns the ids that were added. */
export async function insertEvents(
  trx: DatabaseTransaction,
  scope: SourceScope,
  recordedAt: Instant,
  events: readonly StoredEvent[],
): Promise<Set<string>> {
  if (events.length === 0) return new Set();
  const result = await sql<{ id: string }>`
    insert into event (company_id, source_id, id, conversation_id, channel_id, type, at, recorded_at,
      author_hash, audience, language, message_id, reason)
    select ${scope.companyId}::int8, ${scope.sourceId}::int4, "id", "conversationId", "channelId", "type", "at", ${recordedAt}::int8,
      "authorHash", "audience", "language", "messageId", "reason"
    from json_to_recordset(${JSON.stringify(events)}::json) as given("id" text, "conversationId" text, "channelId" text, "type" text,
      "at" int8, "authorHash" text, "audience" text, "language" text, "messageId" text, "reason" text)
    order by "id"
    on conflict (company_id, source_id, id) do nothing
    returning id`.execute(trx);
  return new Set(result.rows.map((row) => row.id));
}
