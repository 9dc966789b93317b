import { type Kysely, sql } from 'kysely';

/** One mark for days that follow each other: a batch from a file touches two months of days, and wrote a row for each of them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table day_mark drop constraint day_mark_pkey`.execute(db);
  await sql`alter table day_mark rename column day to from_day`.execute(db);
  await sql`alter table day_mark add column to_day int4`.execute(db);
  await sql`update day_mark set to_day = from_day`.execute(db);
  await sql`
    alter table day_mark
      alter column to_day set not null,
      add primary key (company_id, id),
      add constraint day_mark_run check (from_day <= to_day)`.execute(db);
}
