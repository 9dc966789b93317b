import { type Kysely, sql } from 'kysely';

/** Why promises were broken, by hand and by rule, and who took messages out of the figures or back in. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // The wait is named by what asked for it: its ordinal changes when an earlier message becomes known.
  await sql`
    create table breach_cause (
      company_id int8 not null references company (id) on delete cascade,
      source_id int4 not null,
      conversation_id text collate "C" not null,
      commitment_id text collate "C" not null,
      asked_at int8 not null,
      message_id text collate "C" not null,
      cause text not null,
      given_at int8 not null,
      given_by text,
      primary key (company_id, source_id, conversation_id, commitment_id, asked_at, message_id)
    )`.execute(db);
  await sql`
    create table cause_rule (
      company_id int8 not null references company (id) on delete cascade,
      id text not null,
      cause text not null,
      channel_id text,
      commitment_id text,
      first_date text,
      last_date text,
      weekdays jsonb not null,
      from_minute int4 check (from_minute between 0 and 1439),
      until_minute int4 check (until_minute between 0 and 1439),
      created_at int8 not null,
      created_by text,
      primary key (company_id, id),
      check ((from_minute is null) = (until_minute is null))
    )`.execute(db);
  await sql`
    create table exclusion_decision (
      company_id int8 not null references company (id) on delete cascade,
      id text not null,
      source_id int4 not null,
      conversation_id text collate "C" not null,
      message_id text collate "C" not null,
      type text not null check (type in ('excluded', 'exclusion-revoked')),
      reason text,
      clause text,
      decided_at int8 not null,
      decided_by text,
      primary key (company_id, id)
    )`.execute(db);
  await sql`
    create index exclusion_decision_by_message on exclusion_decision (company_id, source_id, conversation_id, message_id, decided_at)`.execute(
    db,
  );
}
