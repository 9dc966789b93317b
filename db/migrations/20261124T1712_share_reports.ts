import { type Kysely, sql } from 'kysely';

/** Links that open one report for who has them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table share_link (
      company_id int8 not null references company (id) on delete cascade,
      id text not null,
      token_hash text not null unique,
      note text not null,
      period text not null,
      channel_ids jsonb not null,
      created_at int8 not null,
      created_by text,
      expires_at int8 not null,
      revoked_at int8,
      last_opened_at int8,
      primary key (company_id, id)
    )`.execute(db);
}
