import { sql } from 'kysely';
import type { Database } from '../src/store/database.ts';

/** Of the same kinds as those that recording keeps: by the source's id, by conversation twice, and by time. */
const INDEXES = ['company_id, source_id, conversation_id', 'company_id, source_id, conversation_id, type', 'company_id, channel_id, at'];

/**
 * Makes the table that COPY is measured with: it takes events, and every row enters four indexes. An event makes as many entries where it is
 * recorded: two of its own, half a conversation's, and two for each of three quarters of an obligation.
 */
export async function makeFloorTable(db: Database, name: string): Promise<void> {
  const table = sql.table(name);
  await sql`create table ${table} (like event including defaults, primary key (company_id, source_id, id))`.execute(db);
  for (const columns of INDEXES) await sql`create index on ${table} (${sql.raw(columns)})`.execute(db);
}
