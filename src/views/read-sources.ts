import { sql } from 'kysely';
import type { Evidence } from '../../db/schema.ts';
import { STALE_AFTER_SECONDS } from '../domain/compliance/verdict.ts';
import type { Instant } from '../domain/instant.ts';
import { readAgreementHistory } from './read-agreement-history.ts';
import type { Reader } from './reader.ts';

/** A key as its company sees it: enough to recognise it by, never the key. */
export interface ApiKeyView {
  readonly sourceId: number;
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly createdAt: Instant;
  /** Name of who made it; null when that was not a user, or one who is gone. */
  readonly createdBy: string | null;
  /** To the minute. */
  readonly lastUsedAt: Instant | null;
  readonly revokedAt: Instant | null;
}

export interface SourceView {
  readonly id: number;
  readonly kind: string;
  readonly name: string;
  readonly evidence: Evidence;
  /** When its newest event is said to have happened. */
  readonly lastEventAt: Instant | null;
  /** Last sign of life: when an event or a heartbeat came; of an import its newest event. */
  readonly lastSignAt: Instant | null;
  /** No sign of life for 48 hours, after there was one. */
  readonly isStale: boolean;
  /** Address of a conversation there, with `{conversation}` for its id; null when nobody gave one. */
  readonly conversationLink: string | null;
  /** The newest first, those that work before those that do not. */
  readonly keys: readonly ApiKeyView[];
}

/** The sources of a company with their keys, in the order they were made. For members only: the caller authorises. */
export async function readSources(db: Reader, companyId: number, now: Instant): Promise<SourceView[]> {
  const { rows } = await sql<Omit<SourceView, 'isStale' | 'keys'>>`
    select source.id, source.kind, source.name, source.evidence, source.last_seen_at as "lastSignAt",
      source.conversation_link as "conversationLink", (
      select max(last_event_at) from channel_source
      where channel_source.company_id = source.company_id and channel_source.source_id = source.id) as "lastEventAt"
    from source where source.company_id = ${companyId} order by source.id`.execute(db);
  const keys = Map.groupBy(await readKeys(db, companyId), ({ sourceId }) => sourceId);
  return rows.map((row) => ({
    ...row,
    isStale: row.lastSignAt !== null && now - row.lastSignAt > STALE_AFTER_SECONDS,
    keys: keys.get(row.id) ?? [],
  }));
}

async function readKeys(db: Reader, companyId: number): Promise<ApiKeyView[]> {
  return db
    .selectFrom('api_key')
    .leftJoin('user_account', 'user_account.id', 'api_key.created_by')
    .select([
      'api_key.source_id as sourceId',
      'api_key.id',
      'api_key.name',
      'api_key.prefix',
      'api_key.created_at as createdAt',
      'user_account.name as createdBy',
      'api_key.last_used_at as lastUsedAt',
      'api_key.revoked_at as revokedAt',
    ])
    .where('api_key.company_id', '=', companyId)
    .orderBy(sql`revoked_at is not null`)
    .orderBy('api_key.created_at', 'desc')
    .orderBy('api_key.id')
    .execute();
}

/** A channel that events can name, and since when the agreement that holds it judges messages. */
export interface PromisedChannel {
  readonly id: string;
  readonly since: Instant;
}

/** The first channel of the version in force, or of the newest while none is; undefined before the first agreement. */
export async function findPromisedChannel(db: Reader, companyId: number, now: Instant): Promise<PromisedChannel | undefined> {
  const { versions, inForce } = await readAgreementHistory(db, companyId, now);
  const version = inForce ?? versions.at(-1);
  const channel = version?.content.channels[0];
  return version === undefined || channel === undefined ? undefined : { id: channel.id, since: version.effectiveAt };
}
