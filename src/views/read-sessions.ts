import { describeBrowser } from '../domain/account/describe-browser.ts';
import type { Instant } from '../domain/instant.ts';
import type { Reader } from './reader.ts';

/** A browser in which somebody is signed in. */
export interface SignedInBrowser {
  /** What the session is known by. */
  readonly session: string;
  readonly browser: string;
  readonly address: string;
  readonly signedInAt: Instant;
  readonly lastSeenAt: Instant;
  readonly isThis: boolean;
}

/** The user's browsers: this one first, then the last seen first. @param actor whose, and which is theirs now. */
export async function readSessions(
  db: Reader,
  actor: { readonly userId: string; readonly sessionHash: string },
  now: Instant,
): Promise<SignedInBrowser[]> {
  const rows = await db
    .selectFrom('user_session')
    .select(['id_hash', 'user_agent', 'address', 'created_at', 'last_seen_at'])
    .where('user_id', '=', actor.userId)
    .where('expires_at', '>', now)
    .orderBy('last_seen_at', 'desc')
    .orderBy('created_at', 'desc')
    .execute();
  return rows
    .map((row) => ({
      session: row.id_hash,
      browser: describeBrowser(row.user_agent),
      address: row.address,
      signedInAt: row.created_at,
      lastSeenAt: row.last_seen_at,
      isThis: row.id_hash === actor.sessionHash,
    }))
    .sort((a, b) => Number(b.isThis) - Number(a.isThis));
}
