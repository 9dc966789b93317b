import { sql } from 'kysely';
import type { EventType } from '../domain/conversation/event.ts';
import type { Instant } from '../domain/instant.ts';
import { byId } from './by-id.ts';
import type { AddedRows } from './copy-rows.ts';
import type { Database, DatabaseTransaction } from './database.ts';
import { selectMany } from './select-many.ts';
import { textRows } from './text-rows.ts';

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
  readonly topic: string | null;
  readonly dueAt: Instant | null;
}

const COLUMNS = sql`id, conversation_id as "conversationId", channel_id as "channelId", type, at, author_hash as "authorHash",
  audience, language, message_id as "messageId", reason, topic, due_at as "dueAt"`;

/**
 * Those of the source's events that have one of these ids. Looked up one by one (`offset 0` keeps it so), because a planner without
 * statistics reads all events of the source instead; and in order of what they are looked up by, because all indexes look alike to it then,
 * and only the right one has that order.
 */
export async function listEventsById(
  db: Database | DatabaseTransaction,
  scope: SourceScope,
  ids: readonly string[],
): Promise<StoredEvent[]> {
  if (ids.length === 0) return [];
  const query = sql<StoredEvent>`
    select event.* from ${textRows(ids)} as wanted(id) cross join lateral (
      select ${COLUMNS} from event
      where company_id = ${scope.companyId} and source_id = ${scope.sourceId} and id between wanted.id and wanted.id
      order by id offset 0) as event`;
  return selectMany(db, query);
}

/** All events of these conversations, in no particular order; looked up in the same way. */
export async function listEventsOfConversations(
  db: Database | DatabaseTransaction,
  scope: SourceScope,
  conversationIds: readonly string[],
): Promise<StoredEvent[]> {
  if (conversationIds.length === 0) return [];
  const query = sql<StoredEvent>`
    select event.* from ${textRows(conversationIds)} as wanted(id) cross join lateral (
      select ${COLUMNS} from event
      where company_id = ${scope.companyId} and source_id = ${scope.sourceId} and conversation_id between wanted.id and wanted.id
      order by conversation_id offset 0) as event`;
  return selectMany(db, query);
}

/**
 * Events whose ids are new to the source, as rows to be added. That fails, as `isConflict` tells, where one is not; in order of id, so that
 * nobody waits in a circle.
 */
export function toNewEvents({ companyId, sourceId }: SourceScope, recordedAt: Instant, events: readonly StoredEvent[]): AddedRows {
  const rows = events
    .toSorted(byId)
    .map((event) => [
      companyId,
      sourceId,
      event.id,
      event.conversationId,
      event.channelId,
      event.type,
      event.at,
      recordedAt,
      event.authorHash,
      event.audience,
      event.language,
      event.messageId,
      event.reason,
      event.topic,
      event.dueAt,
    ]);
  return { table: 'event', columns: ADDED_COLUMNS, rows };
}

const ADDED_COLUMNS = [
  'company_id',
  'source_id',
  'id',
  'conversation_id',
  'channel_id',
  'type',
  'at',
  'recorded_at',
  'author_hash',
  'audience',
  'language',
  'message_id',
  'reason',
  'topic',
  'due_at',
];
