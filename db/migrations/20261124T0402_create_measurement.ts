import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/** Sources, keys, events, conversations, obligations and imports. The company leads every key. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createSources(db);
  await createEvents(db);
  await createObligations(db);
}

async function createSources(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table source (
      company_id int8 not null references company (id) on delete cascade,
      id int4 not null,
      kind text not null,
      name text not null,
      evidence text not null check (evidence in ('observed', 'connected', 'reported')),
      created_at int8 not null,
      last_seen_at int8,
      primary key (company_id, id),
      unique (company_id, kind, name)
    )`.execute(db);
  await sql`
    create table channel_source (
      company_id int8 not null,
      channel_id text not null,
      source_id int4 not null,
      last_event_at int8 not null,
      primary key (company_id, channel_id, source_id),
      foreign key (company_id, channel_id) references channel (company_id, id) on delete cascade,
      foreign key (company_id, source_id) references source (company_id, id) on delete cascade
    )`.execute(db);
  await sql`
    create table api_key (
      company_id int8 not null,
      id text not null,
      source_id int4 not null,
      name text not null,
      prefix text not null,
      secret_hash text not null unique,
      created_at int8 not null,
      created_by text,
      last_used_at int8,
      revoked_at int8,
      primary key (company_id, id),
      foreign key (company_id, source_id) references source (company_id, id) on delete cascade
    )`.execute(db);
  await sql`
    create table import_run (
      company_id int8 not null,
      id text not null,
      source_id int4 not null,
      file_name text not null,
      state text not null check (state in ('running', 'done', 'failed')),
      rows_read int4 not null,
      recorded int4 not null,
      duplicates int4 not null,
      rejected int4 not null,
      problems jsonb not null,
      started_at int8 not null,
      finished_at int8,
      started_by text,
      primary key (company_id, id),
      foreign key (company_id, source_id) references source (company_id, id) on delete cascade
    )`.execute(db);
}

async function createEvents(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table event (
      company_id int8 not null,
      source_id int4 not null,
      id text not null,
      conversation_id text not null,
      channel_id text not null,
      type text not null,
      at int8 not null,
      recorded_at int8 not null,
      author_hash text,
      audience text,
      language text,
      message_id text,
      reason text,
      primary key (company_id, source_id, id)
    )`.execute(db);
  await sql`create index event_by_conversation on event (company_id, source_id, conversation_id)`.execute(db);
  await sql`
    create table conversation (
      company_id int8 not null,
      source_id int4 not null,
      id text not null,
      channel_id text not null,
      first_event_at int8 not null,
      last_event_at int8 not null,
      primary key (company_id, source_id, id)
    )`.execute(db);
}

async function createObligations(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table obligation (
      company_id int8 not null,
      source_id int4 not null,
      conversation_id text not null,
      commitment_id text not null,
      ordinal int4 not null,
      channel_id text not null,
      metric text not null,
      version_number int4 not null,
      message_id text not null,
      asked_at int8 not null,
      due_at int8,
      breach_at int8,
      answered_at int8,
      target_seconds int4 not null,
      waited_seconds int4,
      staffed_seconds int4,
      excluded_at int8,
      exclusion_reason text,
      late_exclusion boolean not null,
      audience text,
      language text,
      primary key (company_id, source_id, conversation_id, commitment_id, ordinal)
    )`.execute(db);
  await sql`
    create index obligation_by_commitment on obligation (company_id, commitment_id, asked_at)
    include (staffed_seconds, waited_seconds, answered_at, breach_at, target_seconds, excluded_at, late_exclusion, source_id)`.execute(db);
  await sql`
    create index obligation_running on obligation (company_id, breach_at)
    where answered_at is null and excluded_at is null`.execute(db);
}
