import { type Kysely, sql } from 'kysely';

/**
 * A mark lives until its day is next read. Like the obligations that it speaks of, it is not checked against its company row by row:
 * that cost more than writing the marks.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table day_mark drop constraint day_mark_company_id_fkey`.execute(db);
}
