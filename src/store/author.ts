import { sql } from 'kysely';
import type { Instant } from '../domain/instant.ts';
import type { Database, DatabaseTransaction } from './database.ts';

/** What is recorded of one author; the instants are null where there is nothing. */
export interface AuthorTrace {
  readonly events: number;
  readonly conversations: number;
  readonly firstAt: Instant | null;
  readonly lastAt: Instant | null;
}

export async function findAuthorTrace(trx: DatabaseTransaction, companyId: number, authorHash: string): Promise<AuthorTrace> {
  const { rows } = await sql<AuthorTrace>`
    select count(*) as events, count(distinct (source_id, conversation_id)) as conversations, min(at) as "firstAt", max(at) as "lastAt"
    from event where company_id = ${companyId} and author_hash = ${authorHash}`.execute(trx);
  return rows[0] as AuthorTrace;
}

/**
 * Erases an author from events and obligations: the hash, and what was said of the author's following and language. The events stay,
 * as facts about nobody, so that no figure changes.
 */
export async function eraseAuthor(trx: DatabaseTransaction, companyId: number, authorHash: string): Promise<void> {
  await sql`
    update obligation set audience = null, language = null
    from event
    where obligation.company_id = ${companyId} and event.company_id = ${companyId} and event.author_hash = ${authorHash}
      and obligation.source_id = event.source_id and obligation.conversation_id = event.conversation_id
      and obligation.message_id = coalesce(event.message_id, event.id)`.execute(trx);
  await sql`
    update event set author_hash = null, audience = null, language = null
    where company_id = ${companyId} and author_hash = ${authorHash}`.execute(trx);
}

/** Forgets the authors of all events that were recorded before, whatever company they are of. */
export async function forgetAuthorsBefore(db: Database, before: Instant): Promise<void> {
  await db.updateTable('event').set({ author_hash: null }).where('recorded_at', '<', before).where('author_hash', 'is not', null).execute();
}
