import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/** Counts a channel's events in a window, and those recorded late, without reading the rows. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index event_by_channel on event (company_id, at) include (channel_id, recorded_at)`.execute(db);
}
