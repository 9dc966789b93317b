import { type Kysely, sql } from 'kysely';

/** Which digests a member wants, and the digests that were asked for: each period's once for each member. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table digest_choice (
      company_id int8 not null,
      user_id text not null,
      weekly_since int8,
      monthly_since int8,
      primary key (company_id, user_id),
      foreign key (company_id, user_id) references member (company_id, user_id) on delete cascade
    )`.execute(db);
  await sql`
    create table digest (
      company_id int8 not null,
      id text not null,
      user_id text not null,
      kind text not null check (kind in ('weekly', 'monthly')),
      period text not null,
      is_test boolean not null,
      state text not null check (state in ('waiting', 'sent', 'left-out', 'failed')),
      created_at int8 not null,
      attempts int4 not null,
      claimed_until int8,
      sent_at int8,
      token_hash text not null,
      primary key (company_id, id),
      foreign key (company_id, user_id) references member (company_id, user_id) on delete cascade
    )`.execute(db);
  await sql`create unique index digest_once on digest (company_id, user_id, kind, period) where not is_test`.execute(db);
  await sql`create index digest_by_time on digest (created_at)`.execute(db);
}
