import { type Kysely, sql } from 'kysely';

/** Whether a company publishes signed statements of its months, and the statements. A statement is never changed afterwards. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table statement_choice (
      company_id int8 primary key references company (id) on delete cascade,
      from_month text not null,
      is_on boolean not null,
      changed_at int8 not null
    )`.execute(db);
  await sql`
    create table signed_statement (
      company_id int8 not null references company (id) on delete cascade,
      month text not null,
      document text not null,
      signed_at int8 not null,
      primary key (company_id, month)
    )`.execute(db);
  await sql`
    create trigger signed_statement_is_immutable before update or delete or truncate on signed_statement
    for each statement execute function refuse_change()`.execute(db);
}
