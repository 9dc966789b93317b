import { type Kysely, sql } from 'kysely';

/** Rules by which members are told before a promise is broken, what the rules have found, and the messages that say so. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createRules(db);
  await createAlerts(db);
  await createMessages(db);
}

async function createRules(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table alert_destination (
      company_id int8 not null references company (id) on delete cascade,
      id text not null,
      kind text not null check (kind in ('slack', 'teams', 'telegram', 'pagerduty', 'webhook')),
      name text not null,
      settings jsonb not null,
      created_at int8 not null,
      created_by text,
      primary key (company_id, id)
    )`.execute(db);
  await sql`
    create table alert_rule (
      company_id int8 not null references company (id) on delete cascade,
      id text not null,
      trigger text not null,
      channel_id text,
      commitment_id text,
      breaches_left int4 not null,
      targets jsonb not null,
      quiet_from int4 check (quiet_from between 0 and 1439),
      quiet_until int4 check (quiet_until between 0 and 1439),
      escalate_after int4,
      escalation jsonb not null,
      created_at int8 not null,
      created_by text,
      primary key (company_id, id),
      check ((quiet_from is null) = (quiet_until is null))
    )`.execute(db);
  await sql`
    create table alert_scan (
      company_id int8 primary key references company (id) on delete cascade,
      scanned_at int8 not null,
      weighed_at int8 not null
    )`.execute(db);
  await sql`create index alert_scan_by_time on alert_scan (scanned_at)`.execute(db);
}

async function createAlerts(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table alert (
      company_id int8 not null references company (id) on delete cascade,
      id int8 generated always as identity,
      rule_id text not null,
      subject text collate "C" not null,
      facts jsonb not null,
      source_id int4,
      conversation_id text collate "C",
      commitment_id text collate "C",
      ordinal int4,
      raised_at int8 not null,
      forget_at int8 not null,
      escalate_at int8,
      escalation_step int4 not null,
      settled_at int8,
      acknowledged_at int8,
      acknowledged_by text,
      primary key (company_id, id),
      unique (company_id, rule_id, subject)
    )`.execute(db);
  await sql`create index alert_known on alert (company_id, forget_at)`.execute(db);
  await sql`
    create index alert_to_escalate on alert (company_id, escalate_at)
    where escalate_at is not null and acknowledged_at is null and settled_at is null`.execute(db);
}

async function createMessages(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table alert_delivery (
      company_id int8 not null,
      alert_id int8 not null,
      target text not null,
      due_at int8 not null,
      message_id text,
      primary key (company_id, alert_id, target),
      foreign key (company_id, alert_id) references alert (company_id, id) on delete cascade
    )`.execute(db);
  await sql`create index alert_delivery_waiting on alert_delivery (company_id, due_at) where message_id is null`.execute(db);
  await sql`create index alert_delivery_by_message on alert_delivery (company_id, message_id)`.execute(db);
  await sql`
    create table alert_message (
      company_id int8 not null references company (id) on delete cascade,
      id text not null,
      target text not null,
      recipient text not null,
      is_test boolean not null,
      state text not null check (state in ('waiting', 'sent', 'failed')),
      created_at int8 not null,
      attempts int4 not null,
      claimed_until int8,
      sent_at int8,
      failure text,
      token_hash text not null,
      primary key (company_id, id)
    )`.execute(db);
  await sql`create index alert_message_by_time on alert_message (company_id, created_at)`.execute(db);
}
