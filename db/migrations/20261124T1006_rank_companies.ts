import { type Kysely, sql } from 'kysely';

/** What the directory orders companies by, and what it finds them by. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table company
      add column standing jsonb,
      add column kept_part int4 not null default -1,
      add column decided_messages int8 not null default 0,
      add column counted_at int8 not null default 0`.execute(db);
  await sql`create index company_by_standing on company (kept_part, decided_messages, id)`.execute(db);
  await sql`create index company_by_counted_at on company (counted_at)`.execute(db);
  await sql`create index channel_by_handle on channel (lower(handle))`.execute(db);
}
