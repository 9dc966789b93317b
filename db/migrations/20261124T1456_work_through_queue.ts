import { type Kysely, sql } from 'kysely';

/** Where a source shows its conversations, and named filters of the queue. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table source add column conversation_link text`.execute(db);
  await sql`
    create table saved_view (
      company_id int8 not null references company (id) on delete cascade,
      id text not null,
      user_id text,
      name text not null,
      filter jsonb not null,
      created_at int8 not null,
      primary key (company_id, id),
      foreign key (company_id, user_id) references member (company_id, user_id) on delete cascade
    )`.execute(db);
  // A name is used once by each member and once by the whole company, whose views have no user.
  await sql`create unique index saved_view_of_member on saved_view (company_id, user_id, name) where user_id is not null`.execute(db);
  await sql`create unique index saved_view_of_company on saved_view (company_id, name) where user_id is null`.execute(db);
}
