import { type Kysely, sql } from 'kysely';

/** What a message is about, and by when its source says that it is due: promises may be narrowed to the one and held to the other. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table event add column topic text, add column due_at int8`.execute(db);
  await sql`alter table obligation add column topic text`.execute(db);
}
