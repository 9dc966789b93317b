import { type Kysely, sql } from 'kysely';

/**
 * How many messages of a day are excluded, and how many of them were late before, as numbers beside the list of reasons: the database adds
 * these up for badges, which show no reasons. A month of lists took as long to send as all the rest.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table day_tally
      add column excluded int4 not null default 0,
      add column late_excluded int4 not null default 0`.execute(db);
  await sql`
    update day_tally set (excluded, late_excluded) = (
      select sum((entry ->> 'count')::int4), coalesce(sum((entry ->> 'count')::int4) filter (where (entry ->> 'late')::boolean), 0)
      from jsonb_array_elements(exclusions) as entry
    )
    where exclusions <> '[]'`.execute(db);
  // A tally that is written without them would be wrong.
  await sql`alter table day_tally alter column excluded drop default, alter column late_excluded drop default`.execute(db);
}
