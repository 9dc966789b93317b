import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/** Companies, members, invitations, channels, agreements and the audit log. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table company (
      id int8 generated always as identity primary key,
      slug text not null unique,
      name text not null,
      site text not null,
      industry text not null,
      country text not null,
      time_zone text not null,
      author_key bytea not null,
      notice text,
      created_at int8 not null
    )`.execute(db);
  await sql`create index company_by_name on company (lower(name) text_pattern_ops)`.execute(db);
  await sql`
    create table company_logo (
      company_id int8 primary key references company (id) on delete cascade,
      content bytea not null,
      content_type text not null,
      digest text not null
    )`.execute(db);
  await sql`
    create table member (
      company_id int8 not null references company (id) on delete cascade,
      user_id text not null references user_account (id) on delete cascade,
      role text not null check (role in ('owner', 'admin', 'editor', 'agent', 'viewer')),
      joined_at int8 not null,
      primary key (company_id, user_id)
    )`.execute(db);
  await sql`create index member_by_user on member (user_id)`.execute(db);
  await sql`
    create table invitation (
      company_id int8 not null references company (id) on delete cascade,
      id text not null,
      email text not null,
      role text not null check (role in ('owner', 'admin', 'editor', 'agent', 'viewer')),
      token_hash text not null unique,
      invited_by text not null,
      created_at int8 not null,
      expires_at int8 not null,
      accepted_at int8,
      revoked_at int8,
      primary key (company_id, id)
    )`.execute(db);
  await sql`
    create table channel (
      company_id int8 not null references company (id) on delete cascade,
      id text not null,
      kind text not null,
      handle text not null,
      created_at int8 not null,
      primary key (company_id, id)
    )`.execute(db);
  await createAgreement(db);
  await createAudit(db);
}

async function createAgreement(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table agreement_draft (
      company_id int8 primary key references company (id) on delete cascade,
      content jsonb not null,
      revision int4 not null,
      updated_at int8 not null,
      updated_by text
    )`.execute(db);
  await sql`
    create table agreement_version (
      company_id int8 not null references company (id),
      number int4 not null,
      content jsonb not null,
      published_at int8 not null,
      effective_at int8 not null check (effective_at >= published_at),
      published_by text,
      primary key (company_id, number)
    )`.execute(db);
  await sql`
    create function refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception 'rows of % are immutable: add a new one instead', tg_table_name
        using errcode = 'integrity_constraint_violation';
    end $$`.execute(db);
  await sql`
    create trigger agreement_version_is_immutable before update or delete or truncate on agreement_version
    for each statement execute function refuse_change()`.execute(db);
}

async function createAudit(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table audit_entry (
      company_id int8 not null references company (id),
      id int8 generated always as identity,
      at int8 not null,
      actor_kind text not null,
      actor_id text,
      action text not null,
      detail jsonb not null,
      primary key (company_id, id)
    )`.execute(db);
  await sql`
    create trigger audit_entry_is_append_only before update or delete or truncate on audit_entry
    for each statement execute function refuse_change()`.execute(db);
}
