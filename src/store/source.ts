import { type RawBuilder, sql } from 'kysely';
import type { Evidence, Row } from '../../db/schema.ts';
import type { Instant } from '../domain/instant.ts';
import type { Database, DatabaseTransaction } from './database.ts';
import type { SourceScope } from './event.ts';

export interface Source {
  readonly companyId: number;
  readonly id: number;
  readonly kind: string;
  readonly name: string;
  readonly evidence: Evidence;
  readonly createdAt: Instant;
  readonly lastSeenAt: Instant | null;
}

const COLUMNS = ['company_id', 'id', 'kind', 'name', 'evidence', 'created_at', 'last_seen_at'] as const;

function toSource(row: Pick<Row<'source'>, (typeof COLUMNS)[number]>): Source {
  const { company_id: companyId, created_at: createdAt, last_seen_at: lastSeenAt, ...rest } = row;
  return { ...rest, companyId, createdAt, lastSeenAt };
}

export async function listSources(db: Database | DatabaseTransaction, companyId: number): Promise<Source[]> {
  const rows = await db.selectFrom('source').select(COLUMNS).where('company_id', '=', companyId).orderBy('id').execute();
  return rows.map(toSource);
}

export async function findSource(
  db: Database | DatabaseTransaction,
  companyId: number,
  by: { id: number } | { kind: string; name: string },
): Promise<Source | undefined> {
  const query = db.selectFrom('source').select(COLUMNS).where('company_id', '=', companyId);
  const row = await ('id' in by
    ? query.where('id', '=', by.id).executeTakeFirst()
    : query.where('kind', '=', by.kind).where('name', '=', by.name).executeTakeFirst());
  return row === undefined ? undefined : toSource(row);
}

/** Adds a source with the company's next number and returns it, or undefined when the company has one of this kind and name. */
export async function insertSource(
  trx: DatabaseTransaction,
  source: Pick<Source, 'companyId' | 'kind' | 'name' | 'evidence' | 'createdAt'>,
): Promise<Source | undefined> {
  // Numbers are given one after the other: two additions at once wait here for each other.
  await sql`select 1 from company where id = ${source.companyId} for no key update`.execute(trx);
  const row = await trx
    .insertInto('source')
    .values({
      company_id: source.companyId,
      id: sql<number>`(select coalesce(max(id), 0) + 1 from source where company_id = ${source.companyId})`,
      kind: source.kind,
      name: source.name,
      evidence: source.evidence,
      created_at: source.createdAt,
      last_seen_at: null,
    })
    .onConflict((conflict) => conflict.columns(['company_id', 'kind', 'name']).doNothing())
    .returning(COLUMNS)
    .executeTakeFirst();
  return row === undefined ? undefined : toSource(row);
}

/** The statement that remembers the newest event which the source gave for each channel; it returns a row for each that moved. */
export function movingNewestEvents({ companyId, sourceId }: SourceScope, newest: ReadonlyMap<string, Instant>): RawBuilder<unknown> {
  const rows = [...newest].map(([channelId, at]) => ({ channelId, at }));
  return sql`
    insert into channel_source (company_id, channel_id, source_id, last_event_at)
    select ${companyId}::int8, "channelId", ${sourceId}::int4, "at"
    from json_to_recordset(${JSON.stringify(rows)}::json) as given("channelId" text, "at" int8)
    order by "channelId"
    on conflict (company_id, channel_id, source_id) do update set last_event_at = excluded.last_event_at
    where channel_source.last_event_at < excluded.last_event_at
    returning channel_id`;
}

/** The statement that moves the source's last sign of life forward to `at`; it returns no row when a later one, or this one, is known. */
export function movingSignOfLife({ companyId, sourceId }: SourceScope, at: Instant): RawBuilder<{ id: number }> {
  return sql`
    update source set last_seen_at = ${at}
    where company_id = ${companyId} and id = ${sourceId} and (last_seen_at is null or last_seen_at < ${at})
    returning id`;
}

/** Sets where the source shows its conversations, null for nowhere; false when the company has no such source. */
export async function updateConversationLink(
  trx: DatabaseTransaction,
  companyId: number,
  id: number,
  link: string | null,
): Promise<boolean> {
  const result = await trx
    .updateTable('source')
    .set({ conversation_link: link })
    .where('company_id', '=', companyId)
    .where('id', '=', id)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
