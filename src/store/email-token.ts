import { createHash } from 'node:crypto';
import type { Row } from '../../db/schema.ts';
import type { Instant } from '../domain/instant.ts';
import type { Database, DatabaseTransaction } from './database.ts';

export type TokenPurpose = Row<'email_token'>['purpose'];

/** SHA-256 in hex of a mailed token: all that is stored of it. Tokens are 256 random bits, so no salt or slow hash is needed. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

export async function insertEmailToken(
  db: Database | DatabaseTransaction,
  token: { tokenHash: string; userId: string | null; purpose: TokenPurpose; email: string; createdAt: Instant; expiresAt: Instant },
): Promise<void> {
  await db
    .insertInto('email_token')
    .values({
      token_hash: token.tokenHash,
      user_id: token.userId,
      purpose: token.purpose,
      email: token.email,
      created_at: token.createdAt,
      expires_at: token.expiresAt,
      used_at: null,
    })
    .execute();
}

/** The address that an unused token was mailed to, or undefined when the link no longer works. Uses nothing up. */
export async function findTokenEmail(
  db: Database | DatabaseTransaction,
  token: { tokenHash: string; purpose: TokenPurpose; now: Instant },
): Promise<string | undefined> {
  const row = await db
    .selectFrom('email_token')
    .select('email')
    .where('token_hash', '=', token.tokenHash)
    .where('purpose', '=', token.purpose)
    .where('used_at', 'is', null)
    .where('expires_at', '>', token.now)
    .executeTakeFirst();
  return row?.email;
}

/** Uses a token up, in one statement so that only one of two at once succeeds; undefined when it no longer works. */
export async function takeEmailToken(
  trx: DatabaseTransaction,
  token: { tokenHash: string; purpose: TokenPurpose; now: Instant },
): Promise<{ email: string; userId: string | null } | undefined> {
  const row = await trx
    .updateTable('email_token')
    .set({ used_at: token.now })
    .where('token_hash', '=', token.tokenHash)
    .where('purpose', '=', token.purpose)
    .where('used_at', 'is', null)
    .where('expires_at', '>', token.now)
    .returning(['email', 'user_id'])
    .executeTakeFirst();
  return row === undefined ? undefined : { email: row.email, userId: row.user_id };
}

/** Takes back every link of these purposes that a user was mailed. */
export async function deleteTokensOfUser(trx: DatabaseTransaction, userId: string, purposes: TokenPurpose[]): Promise<void> {
  await trx.deleteFrom('email_token').where('user_id', '=', userId).where('purpose', 'in', purposes).execute();
}
