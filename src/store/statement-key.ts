import type { Instant } from '../domain/instant.ts';
import type { PublishedKey } from '../domain/statement/statement.ts';
import type { Database } from './database.ts';

/** Notes the public key that statements are signed with, once: it stays published when another takes its place. */
export async function noteStatementKey(db: Database, key: PublishedKey, at: Instant): Promise<void> {
  await db
    .insertInto('statement_key')
    .values({ id: key.kid, public_key: JSON.stringify(key), first_used_at: at })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}
