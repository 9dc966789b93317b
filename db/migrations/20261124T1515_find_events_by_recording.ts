import { type Kysely, sql } from 'kysely';

/**
 * Authors are forgotten by when their events were recorded, which is nearly the order in which the rows lie: an index of block ranges finds
 * them for a few bytes in a thousand rows, and costs recording nothing.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index event_by_recording on event using brin (company_id, recorded_at)`.execute(db);
}
