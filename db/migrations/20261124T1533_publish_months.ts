import { type Kysely, sql } from 'kysely';

/** What a company's figures of a month were when it was over, and by what they were computed. Never changed afterwards. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table published_month (
      company_id int8 not null references company (id) on delete cascade,
      month text not null,
      time_zone text not null,
      rules_version int4 not null,
      time_zone_data text not null,
      published_at int8 not null,
      figures jsonb not null,
      primary key (company_id, month)
    )`.execute(db);
  await sql`
    create trigger published_month_is_immutable before update or delete or truncate on published_month
    for each statement execute function refuse_change()`.execute(db);
}
