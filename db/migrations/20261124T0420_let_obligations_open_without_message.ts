import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/** A resolution that was asked for by reopening alone has no message. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table obligation alter column message_id drop not null`.execute(db);
}
