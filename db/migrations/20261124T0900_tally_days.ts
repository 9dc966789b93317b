import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/** Keeps what each day's obligations and events come to, so that no figure reads a company's whole history. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createTallies(db);
  await createRecordedDays(db);
  await markEarlierDays(db);
  await sql`drop index event_by_channel`.execute(db);
}

async function createTallies(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table day_tally (
      company_id int8 not null references company (id) on delete cascade,
      commitment_id text not null,
      day int4 not null,
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
      primary key (company_id, commitment_id, day, channel_id, metric, version_number, source_id)
    )`.execute(db);
  // Seconds in packed bytes hardly compress; leaving them as they are saves the time to try.
  await sql`
    alter table day_tally
      alter column waited set storage external, alter column staffed set storage external, alter column breach_at set storage external
  `.execute(db);
  // Each batch adds marks of its own and no two share a row, so that batches never wait for each other here.
  await sql`
    create table day_mark (
      company_id int8 not null references company (id) on delete cascade,
      id int8 generated always as identity,
      commitment_id text not null,
      day int4 not null,
      primary key (company_id, commitment_id, day, id)
    )`.execute(db);
}

async function createRecordedDays(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table recorded_day (
      company_id int8 not null references company (id) on delete cascade,
      channel_id text not null,
      day int4 not null,
      events int8 not null,
      recorded_long_after int8 not null,
      primary key (company_id, channel_id, day)
    )`.execute(db);
  await sql`
    insert into recorded_day (company_id, channel_id, day, events, recorded_long_after)
    select event.company_id, channel_id, ${localDay('at')}, count(*), count(*) filter (where recorded_at - at > 86400)
    from event join company on company.id = event.company_id
    group by 1, 2, 3`.execute(db);
}

/** The day before and the day after too, in case this database's zone data differ from ours. */
async function markEarlierDays(db: Kysely<unknown>): Promise<void> {
  await sql`
    insert into day_mark (company_id, commitment_id, day)
    select distinct company_id, commitment_id, ${localDay('asked_at')} + near
    from obligation join company on company.id = obligation.company_id, unnest(array[-1, 0, 1]) as near`.execute(db);
}

function localDay(column: 'at' | 'asked_at') {
  return sql`(to_timestamp(${sql.ref(column)}) at time zone company.time_zone)::date - date '1970-01-01'`;
}
