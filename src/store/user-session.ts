import type { Row } from '../../db/schema.ts';
import type { Instant } from '../domain/instant.ts';
import type { Database, DatabaseTransaction } from './database.ts';

/** A signed-in browser. Known by the SHA-256 of its session id, in hex: the id itself is only in the browser's cookie. */
export interface UserSession {
  idHash: string;
  userId: string;
  createdAt: Instant;
  lastSeenAt: Instant;
  expiresAt: Instant;
  userAgent: string;
  address: string;
}

const COLUMNS = ['id_hash', 'user_id', 'created_at', 'last_seen_at', 'expires_at', 'user_agent', 'address'] as const;

function toUserSession(row: Pick<Row<'user_session'>, (typeof COLUMNS)[number]>): UserSession {
  return {
    idHash: row.id_hash,
    userId: row.user_id,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
    userAgent: row.user_agent,
    address: row.address,
  };
}

export interface SessionUser {
  id: string;
  name: string;
  email: string;
}

/** The session and whose it is, in one query; expired ones too. */
export async function findSessionWithUser(
  db: Database | DatabaseTransaction,
  idHash: string,
): Promise<{ session: UserSession; user: SessionUser } | undefined> {
  const row = await db
    .selectFrom('user_session')
    .innerJoin('user_account', 'user_account.id', 'user_session.user_id')
    .select([...COLUMNS.map((column) => `user_session.${column}` as const), 'user_account.name', 'user_account.email'])
    .where('user_session.id_hash', '=', idHash)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return { session: toUserSession(row), user: { id: row.user_id, name: row.name, email: row.email } };
}

/** A user's sessions that have not expired at `now`, the last seen first. */
export async function listSessionsOfUser(db: Database | DatabaseTransaction, userId: string, now: Instant): Promise<UserSession[]> {
  const rows = await db
    .selectFrom('user_session')
    .select(COLUMNS)
    .where('user_id', '=', userId)
    .where('expires_at', '>', now)
    .orderBy('last_seen_at', 'desc')
    .orderBy('created_at', 'desc')
    .execute();
  return rows.map(toUserSession);
}

export async function insertSession(db: Database | DatabaseTransaction, session: UserSession): Promise<void> {
  await db
    .insertInto('user_session')
    .values({
      id_hash: session.idHash,
      user_id: session.userId,
      created_at: session.createdAt,
      last_seen_at: session.lastSeenAt,
      expires_at: session.expiresAt,
      user_agent: session.userAgent,
      address: session.address,
    })
    .execute();
}

export async function updateSessionExpiry(db: Database | DatabaseTransaction, idHash: string, expiresAt: Instant): Promise<void> {
  await db.updateTable('user_session').set({ expires_at: expiresAt }).where('id_hash', '=', idHash).execute();
}

/** Notes that the session was used, from where and with what. */
export async function updateSessionLastSeen(
  db: Database | DatabaseTransaction,
  idHash: string,
  seen: { lastSeenAt: Instant; userAgent: string; address: string },
): Promise<void> {
  await db
    .updateTable('user_session')
    .set({ last_seen_at: seen.lastSeenAt, user_agent: seen.userAgent, address: seen.address })
    .where('id_hash', '=', idHash)
    .execute();
}

export async function deleteSession(db: Database | DatabaseTransaction, idHash: string): Promise<void> {
  await db.deleteFrom('user_session').where('id_hash', '=', idHash).execute();
}

/** Ends one of the user's sessions; false when the user has no such session. */
export async function deleteSessionOfUser(db: Database | DatabaseTransaction, userId: string, idHash: string): Promise<boolean> {
  const result = await db.deleteFrom('user_session').where('user_id', '=', userId).where('id_hash', '=', idHash).executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** Ends the user's sessions and returns how many. @param exceptIdHash the one that stays, when there is one. */
export async function deleteSessionsOfUser(db: Database | DatabaseTransaction, userId: string, exceptIdHash?: string): Promise<number> {
  let query = db.deleteFrom('user_session').where('user_id', '=', userId);
  if (exceptIdHash !== undefined) query = query.where('id_hash', '!=', exceptIdHash);
  const result = await query.executeTakeFirst();
  return Number(result.numDeletedRows);
}

export async function deleteExpiredSessions(db: Database | DatabaseTransaction, now: Instant): Promise<void> {
  await db.deleteFrom('user_session').where('expires_at', '<=', now).execute();
}
