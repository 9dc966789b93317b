import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Instant } from '../domain/instant.ts';
import type { Database } from './database.ts';

/** At most `limit` uses of `key` in a window of `windowSeconds`, which begins with the first use. */
export interface RateLimit {
  /** What is counted, e.g. `sign-in:account:a@example.org`. Stored hashed. */
  readonly key: string;
  readonly limit: number;
  readonly windowSeconds: number;
}

const hashKey = (key: string): string => createHash('sha256').update(key).digest('hex');

/**
 * Counts `uses` at once, one by default, and returns 0, or, when the limit is passed, the seconds until the window ends (at least 1).
 * One statement, so the count is right however many instances ask at once. Uses beyond the limit do not move the window.
 */
export async function takeFromLimit(db: Database, { key, limit, windowSeconds }: RateLimit, now: Instant, uses = 1): Promise<number> {
  const isOver = sql<boolean>`rate_limit.window_started_at + ${windowSeconds}::int8 <= ${now}::int8`;
  const row = await db
    .insertInto('rate_limit')
    .values({ key: hashKey(key), window_started_at: now, used: uses })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet({
        window_started_at: sql<number>`case when ${isOver} then ${now}::int8 else rate_limit.window_started_at end`,
        used: sql<number>`case when ${isOver} then ${uses}::int4 else least(rate_limit.used, ${limit}::int4) + ${uses}::int4 end`,
      }),
    )
    .returning(['window_started_at', 'used'])
    .executeTakeFirstOrThrow();
  return row.used <= limit ? 0 : Math.max(1, row.window_started_at + windowSeconds - now);
}

/** Gives back one use: what was counted turned out to be none of those that are limited. */
export async function giveBackToLimit(db: Database, { key }: Pick<RateLimit, 'key'>): Promise<void> {
  await db.updateTable('rate_limit').set({ used: sql<number>`greatest(used - 1, 0)` }).where('key', '=', hashKey(key)).execute();
}

/** Forgets what was counted. */
export async function clearLimit(db: Database, { key }: Pick<RateLimit, 'key'>): Promise<void> {
  await db.deleteFrom('rate_limit').where('key', '=', hashKey(key)).execute();
}
