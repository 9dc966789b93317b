import { type Kysely, sql } from 'kysely';

/** Finds events that were recorded ahead of their time, which are few, without looking at all the others. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index event_ahead on event (company_id, at) where at > recorded_at`.execute(db);
}
