import { type Kysely, sql } from 'kysely';

/** Groups of companies, whose reports their members see side by side. A company is in a group once one of its owners agreed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table company_group (
      id text primary key,
      name text not null,
      created_at int8 not null,
      created_by text
    )`.execute(db);
  await sql`
    create table group_company (
      group_id text not null references company_group (id) on delete cascade,
      company_id int8 not null references company (id) on delete cascade,
      asked_at int8 not null,
      asked_by text,
      agreed_at int8,
      agreed_by text,
      primary key (group_id, company_id)
    )`.execute(db);
  await sql`create index group_company_by_company on group_company (company_id)`.execute(db);
  await sql`
    create table group_member (
      group_id text not null references company_group (id) on delete cascade,
      id text not null,
      role text not null check (role in ('manager', 'reader')),
      email text not null,
      token_hash text unique,
      invited_at int8 not null,
      expires_at int8,
      user_id text references user_account (id) on delete cascade,
      joined_at int8,
      primary key (group_id, id),
      unique (group_id, user_id),
      check ((user_id is null) = (joined_at is null)),
      check ((user_id is null) = (token_hash is not null))
    )`.execute(db);
  await sql`create index group_member_by_user on group_member (user_id)`.execute(db);
}
