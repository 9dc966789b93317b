import type { DigestKind } from '../domain/digest/digest-period.ts';
import type { Instant } from '../domain/instant.ts';
import type { Database, DatabaseTransaction } from './database.ts';

export interface NewDigest {
  readonly companyId: number;
  readonly id: string;
  readonly userId: string;
  readonly kind: DigestKind;
  readonly period: string;
  readonly isTest: boolean;
  readonly createdAt: Instant;
  readonly tokenHash: string;
}

/** Stores a digest that is to be sent. @returns whether it is new: a period's is asked for once for each member. */
export async function insertDigest(trx: DatabaseTransaction, digest: NewDigest): Promise<boolean> {
  const row = await trx
    .insertInto('digest')
    .values({
      company_id: digest.companyId,
      id: digest.id,
      user_id: digest.userId,
      kind: digest.kind,
      period: digest.period,
      is_test: digest.isTest,
      state: 'waiting',
      created_at: digest.createdAt,
      attempts: 0,
      token_hash: digest.tokenHash,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export interface ClaimedDigest {
  readonly userId: string;
  readonly kind: DigestKind;
  readonly period: string;
  readonly isTest: boolean;
  /** This one included. */
  readonly attempts: number;
}

/** Takes a waiting digest until `until`, so that nobody else sends it meanwhile; undefined when it is not to be had. */
export async function claimDigest(
  db: Database,
  companyId: number,
  id: string,
  { now, until }: { now: Instant; until: Instant },
): Promise<ClaimedDigest | undefined> {
  return db
    .updateTable('digest')
    .set((eb) => ({ claimed_until: until, attempts: eb('attempts', '+', 1) }))
    .where('company_id', '=', companyId)
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .where((eb) => eb.or([eb('claimed_until', 'is', null), eb('claimed_until', '<=', now)]))
    .returning(['user_id as userId', 'kind', 'period', 'is_test as isTest', 'attempts'])
    .executeTakeFirst();
}

/** Whether a digest is still to be sent. */
export async function isDigestWaiting(db: Database, companyId: number, id: string): Promise<boolean> {
  const row = await db.selectFrom('digest').select('state').where('company_id', '=', companyId).where('id', '=', id).executeTakeFirst();
  return row?.state === 'waiting';
}

/** Notes what became of a digest; one that is `waiting` again is left to the next attempt. @param sentAt only of one that was sent. */
export async function noteDigest(
  db: Database,
  companyId: number,
  id: string,
  { state, sentAt }: { state: 'waiting' | 'sent' | 'left-out' | 'failed'; sentAt?: Instant },
): Promise<void> {
  await db
    .updateTable('digest')
    .set({ state, claimed_until: null, sent_at: sentAt ?? null })
    .where('company_id', '=', companyId)
    .where('id', '=', id)
    .execute();
}

/** Whose digest a link belongs to. */
export async function findDigestByToken(
  db: Database | DatabaseTransaction,
  companyId: number,
  id: string,
  tokenHash: string,
): Promise<{ userId: string } | undefined> {
  return db
    .selectFrom('digest')
    .select('user_id as userId')
    .where('company_id', '=', companyId)
    .where('id', '=', id)
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst();
}

/** Deletes the notes of digests from before `before`. Their links to unsubscribe no longer work then. */
export async function forgetDigestsBefore(db: Database, before: Instant): Promise<void> {
  await db.deleteFrom('digest').where('created_at', '<', before).execute();
}
