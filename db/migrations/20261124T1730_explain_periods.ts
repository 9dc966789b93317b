import { type Kysely, sql } from 'kysely';

/** What companies say in public about days on which they broke promises. Words of before a change are in the audit log. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table explanation (
      company_id int8 not null references company (id) on delete cascade,
      id text not null,
      revision int4 not null,
      channel_ids jsonb not null,
      from_at int8 not null,
      until_at int8 not null,
      body text not null,
      published_at int8 not null,
      edited_at int8,
      withdrawn_at int8,
      primary key (company_id, id),
      check (from_at < until_at),
      check (withdrawn_at is null or body = '')
    )`.execute(db);
}
