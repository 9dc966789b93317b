import { type Kysely, sql } from 'kysely';

/**
 * What exactly has changed in a day since it was tallied, as a tally to be added or taken away, so that a busy day need not be tallied anew for each
 * batch. Like marks these are rows of their own for each batch, live for a short while, and are not checked against their company row by row.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table day_change (
      company_id int8 not null,
      id int8 generated always as identity,
      commitment_id text collate "C" not null,
      day int4 not null,
      sign int2 not null check (sign in (-1, 1)),
      channel_id text not null,
      metric text not null,
      version_number int4 not null,
      source_id int4 not null,
      met_by_hour bytea not null,
      late_by_hour bytea not null,
      waited bytea not null,
      staffed bytea not null,
      breach_at bytea not null,
      breach_hour bytea not null,
      exclusions jsonb not null,
      settled_at int8 not null,
      primary key (company_id, id)
    )`.execute(db);
}
