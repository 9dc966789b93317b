import { sql } from 'kysely';
import type { Instant } from '../domain/instant.ts';
import { byId } from './by-id.ts';
import type { AddedRows } from './copy-rows.ts';
import type { Database, DatabaseTransaction } from './database.ts';
import type { SourceScope } from './event.ts';
import { pipelined } from './pipelined.ts';
import { prepared } from './prepared.ts';
import { selectMany } from './select-many.ts';
import { textRows } from './text-rows.ts';

export interface ConversationSpan {
  readonly id: string;
  readonly channelId: string;
  readonly firstEventAt: Instant;
  readonly lastEventAt: Instant;
}

/** Of PostgreSQL that finds many ids of an index in one walk, in their order. */
const WALKING_VERSION = 170_000;

/**
 * Holds those of the conversations that exist until the transaction ends, so that of two batches which touch the same
 * conversation the second one sees the facts of the first. Always in order of id: nobody waits in a circle.
 * @param serverVersion as the recording ground tells it; without one the way that is good for every version.
 * @returns the channel of each that exists, by id.
 */
export async function holdConversations(
  trx: DatabaseTransaction,
  scope: SourceScope,
  ids: readonly string[],
  serverVersion = 0,
): Promise<Map<string, string>> {
  const hold = serverVersion < WALKING_VERSION ? holdOneByOne : holdInOneWalk;
  const held = await selectMany(trx, hold(scope, ids));
  return new Map(held.map(({ id, channelId }) => [id, channelId]));
}

interface HeldConversation {
  readonly id: string;
  readonly channelId: string;
}

/** With `offset 0`, because an older planner without statistics reads all conversations of the source instead. */
const holdOneByOne = ({ companyId, sourceId }: SourceScope, ids: readonly string[]) => sql<HeldConversation>`
  select held.id, held.channel_id as "channelId" from ${textRows(ids.toSorted())} as wanted(id) cross join lateral (
    select id, channel_id from conversation
    where company_id = ${companyId} and source_id = ${sourceId} and conversation.id = wanted.id
    offset 0 for update) as held`;

/** In half of the time, in a quarter in the embedded database. */
const holdInOneWalk = ({ companyId, sourceId }: SourceScope, ids: readonly string[]) => sql<HeldConversation>`
  select id, channel_id as "channelId" from conversation
  where company_id = ${companyId} and source_id = ${sourceId} and id = any(array(select id from ${textRows(ids)} as wanted(id)))
  order by id for update`;

/** Conversations that begin, as rows to be added. That fails, as `isConflict` tells, where one has begun meanwhile; in order of id. */
export function toNewConversations({ companyId, sourceId }: SourceScope, spans: readonly ConversationSpan[]): AddedRows {
  const columns = ['company_id', 'source_id', 'id', 'channel_id', 'first_event_at', 'last_event_at'];
  const rows = spans
    .toSorted(byId)
    .map(({ id, channelId, firstEventAt, lastEventAt }) => [companyId, sourceId, id, channelId, firstEventAt, lastEventAt]);
  return { table: 'conversation', columns, rows };
}

/** Widens conversations to contain these spans. They must exist and be held by this transaction. */
export async function extendConversations(trx: DatabaseTransaction, scope: SourceScope, spans: readonly ConversationSpan[]): Promise<void> {
  if (spans.length === 0) return;
  // An insert that always meets its conflict finds each row by its key, which an update of a join need not.
  await sql`
    ${pipelined}${prepared} insert into conversation (company_id, source_id, id, channel_id, first_event_at, last_event_at)
    select ${scope.companyId}::int8, ${scope.sourceId}::int4, "id", "channelId", "firstEventAt", "lastEventAt"
    from json_to_recordset(${JSON.stringify(spans)}::json)
      as given("id" text, "channelId" text, "firstEventAt" int8, "lastEventAt" int8)
    on conflict (company_id, source_id, id) do update set
      first_event_at = least(conversation.first_event_at, excluded.first_event_at),
      last_event_at = greatest(conversation.last_event_at, excluded.last_event_at)
    where excluded.first_event_at < conversation.first_event_at or excluded.last_event_at > conversation.last_event_at`.execute(trx);
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
