import { type Kysely, sql } from 'kysely';

/**
 * All that the days of a company are added up by lies in the key's own index, one day after the other: a badge needs neither their rows,
 * which the seconds of a day make long, nor to know beforehand which commitments there are.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table day_tally add column unanswered int4 not null generated always as (length(breach_at) / 8) stored`.execute(db);
  await sql`
    alter table day_tally
      drop constraint day_tally_pkey,
      add constraint day_tally_pkey primary key (company_id, day, commitment_id, channel_id, metric, version_number, source_id)
        include (met, late, unanswered, last_breach_at, excluded, late_excluded, settled_at)`.execute(db);
}
