import { sql } from 'kysely';
import type { Instant } from '../domain/instant.ts';
import type { Database, DatabaseTransaction } from './database.ts';

/** A link that opens one report. */
export interface ShareLink {
  readonly companyId: number;
  readonly id: string;
  /** `Period.key` */
  readonly period: string;
  /** Empty: all channels. */
  readonly channelIds: readonly string[];
  readonly expiresAt: Instant;
}

export async function insertShareLink(
  trx: DatabaseTransaction,
  link: ShareLink & { tokenHash: string; note: string; createdAt: Instant; createdBy: string | null },
): Promise<void> {
  await trx
    .insertInto('share_link')
    .values({
      company_id: link.companyId,
      id: link.id,
      token_hash: link.tokenHash,
      note: link.note,
      period: link.period,
      channel_ids: JSON.stringify(link.channelIds),
      created_at: link.createdAt,
      created_by: link.createdBy,
      expires_at: link.expiresAt,
      revoked_at: null,
      last_opened_at: null,
    })
    .execute();
}

/** How many links of the company still open their report. */
export async function countLivingShareLinks(trx: DatabaseTransaction, companyId: number, now: Instant): Promise<number> {
  const { count } = await trx
    .selectFrom('share_link')
    .select(sql<number>`count(*)::int4`.as('count'))
    .where('company_id', '=', companyId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirstOrThrow();
  return count;
}

/** The link with this token; undefined when it was taken back, has expired, or never was. */
export async function findShareLinkByToken(
  db: Database | DatabaseTransaction,
  tokenHash: string,
  now: Instant,
): Promise<ShareLink | undefined> {
  const row = await db
    .selectFrom('share_link')
    .select(['company_id as companyId', 'id', 'period', 'channel_ids as channelIds', 'expires_at as expiresAt'])
    .where('token_hash', '=', tokenHash)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row;
}

/** Ends a link for good. Returns what it opened; undefined when the company has no such link that still works. */
export async function revokeShareLinkOf(
  trx: DatabaseTransaction,
  companyId: number,
  id: string,
  now: Instant,
): Promise<{ period: string } | undefined> {
  return trx
    .updateTable('share_link')
    .set({ revoked_at: now })
    .where('company_id', '=', companyId)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('period')
    .executeTakeFirst();
}

/** Moves the link's last opening forward to `at`, but for one that was noted at `before` or later. */
export async function noteShareLinkOpened(
  db: Database,
  companyId: number,
  id: string,
  { at, before }: { at: Instant; before: Instant },
): Promise<void> {
  await db
    .updateTable('share_link')
    .set({ last_opened_at: at })
    .where('company_id', '=', companyId)
    .where('id', '=', id)
    .where((where) => where.or([where('last_opened_at', 'is', null), where('last_opened_at', '<', before)]))
    .execute();
}
