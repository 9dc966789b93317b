import { createHash } from 'node:crypto';
import type { Instant } from '../domain/instant.ts';
import type { Database } from '../store/database.ts';
import {
  deleteExpiredSessions,
  deleteSession,
  deleteSessionsOfUser,
  findSessionWithUser,
  insertSession,
  listSessionsOfUser,
  type UserSession,
  updateSessionExpiry,
} from '../store/user-session.ts';

/** What we keep of a session beside its id, user and expiry. */
export interface SessionFacts {
  createdAt: Instant;
  lastSeenAt: Instant;
  userAgent: string;
  address: string;
}

/** What we keep of a user that a session brings along. */
export interface UserFacts {
  name: string;
  email: string;
}

interface StoredSession {
  id: string;
  userId: string;
  expiresAt: Date;
  attributes: SessionFacts;
}

/** SHA-256 in hex of a session id: all that is stored of it. The id has 200 random bits, so no salt or slow hash is needed. */
export function hashSessionId(sessionId: string): string {
  return createHash('sha256').update(sessionId).digest('hex');
}

/**
 * The seven methods a session library asks for, over `store/user-session.ts`. Ids come in as they are in the cookie and are
 * hashed before they reach the database; listed sessions therefore carry the hash as their id.
 */
export function createSessionAdapter(db: Database, now: () => Instant) {
  return {
    getSessionAndUser: async (sessionId: string): Promise<[StoredSession | null, { id: string; attributes: UserFacts } | null]> => {
      const found = await findSessionWithUser(db, hashSessionId(sessionId));
      if (found === undefined) return [null, null];
      const { id, ...attributes } = found.user;
      return [toStoredSession(found.session, sessionId), { id, attributes }];
    },
    getUserSessions: async (userId: string): Promise<StoredSession[]> => {
      const sessions = await listSessionsOfUser(db, userId, now());
      return sessions.map((session) => toStoredSession(session, session.idHash));
    },
    setSession: async (session: StoredSession): Promise<void> => {
      const expiresAt = toInstant(session.expiresAt);
      await insertSession(db, { idHash: hashSessionId(session.id), userId: session.userId, expiresAt, ...session.attributes });
    },
    updateSessionExpiration: async (sessionId: string, expiresAt: Date): Promise<void> => {
      await updateSessionExpiry(db, hashSessionId(sessionId), toInstant(expiresAt));
    },
    deleteSession: async (sessionId: string): Promise<void> => {
      await deleteSession(db, hashSessionId(sessionId));
    },
    deleteUserSessions: async (userId: string): Promise<void> => {
      await deleteSessionsOfUser(db, userId);
    },
    deleteExpiredSessions: async (): Promise<void> => {
      await deleteExpiredSessions(db, now());
    },
  };
}

function toStoredSession(session: UserSession, id: string): StoredSession {
  const { idHash: _, userId, expiresAt, ...attributes } = session;
  return { id, userId, expiresAt: new Date(expiresAt * 1000), attributes };
}

const toInstant = (date: Date): Instant => Math.floor(date.getTime() / 1000);
