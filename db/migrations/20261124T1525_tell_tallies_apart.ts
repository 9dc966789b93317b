import { type Kysely, sql } from 'kysely';

/** Each tally has a mark of its own, never used again: who has read a tally once need not read it again until its day is tallied anew. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table day_tally add column revision text not null default gen_random_uuid()::text`.execute(db);
}
