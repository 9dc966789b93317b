import { type Kysely, sql } from 'kysely';

/**
 * What the database adds up days by, as numbers beside the packed lists: it works them out from these by itself, so they are never otherwise.
 * `met` and `late` are the sums of the hours; `last_breach_at` is when the last of those without an answer is breached, and the greatest
 * number that JavaScript holds exactly where one of them never is.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table day_tally
      add column met int4 not null generated always as (${sumOf('met_by_hour')}) stored,
      add column late int4 not null generated always as (${sumOf('late_by_hour')}) stored,
      add column last_breach_at int8 generated always as (${lastOf('breach_at')}) stored`.execute(db);
}

/** Of 24 packed little-endian int32. Written out, because a sum over rows is not allowed here. */
function sumOf(column: string) {
  const bytes = Array.from({ length: 24 * 4 }, (_, at) => `(get_byte(${column}, ${at}) << ${8 * (at % 4)})`);
  return sql.raw(bytes.join(' + '));
}

/** The last of packed little-endian float64, which holds a whole number from 1 on or Infinity; null of none. What is less than 1 becomes 0. */
function lastOf(column: string) {
  const bytes = Array.from({ length: 8 }, (_, at) => `(get_byte(${column}, length(${column}) - ${8 - at})::int8 << ${8 * at})`);
  const bits = `(${bytes.join(' + ')})`;
  const [one, infinity] = ['4607182418800017408', '9218868437227405312'];
  const mantissa = `((${bits} & 4503599627370495) | 4503599627370496)`;
  return sql.raw(`case
    when length(${column}) = 0 then null
    when ${bits} < ${one} then 0
    when ${bits} >= ${infinity} then ${Number.MAX_SAFE_INTEGER}
    else ${mantissa} >> (1075 - (${bits} >> 52))::int4 end`);
}
