import { type Kysely, sql } from 'kysely';

/**
 * The sums of a tally's hours as numbers, so that the database can add up days. It works them out by itself: they are never otherwise than
 * the hours.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table day_tally
      add column met int4 not null generated always as (${sumOf('met_by_hour')}) stored,
      add column late int4 not null generated always as (${sumOf('late_by_hour')}) stored`.execute(db);
}

/** Of 24 packed little-endian int32. Written out, because a sum over rows is not allowed here. */
function sumOf(column: string) {
  const bytes = Array.from({ length: 24 * 4 }, (_, at) => `(get_byte(${column}, ${at}) << ${8 * (at % 4)})`);
  return sql.raw(bytes.join(' + '));
}
