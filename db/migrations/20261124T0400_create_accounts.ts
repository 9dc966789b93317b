import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/** Users, their sessions, mailed tokens, and rate limits. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table user_account (
      id text primary key,
      email text not null unique,
      name text not null,
      password_hash text not null,
      created_at int8 not null,
      email_verified_at int8
    )`.execute(db);
  await sql`
    create table user_session (
      id_hash text primary key,
      user_id text not null references user_account (id) on delete cascade,
      created_at int8 not null,
      last_seen_at int8 not null,
      expires_at int8 not null,
      user_agent text not null,
      address text not null
    )`.execute(db);
  await sql`create index user_session_by_user on user_session (user_id)`.execute(db);
  await sql`create index user_session_by_expiry on user_session (expires_at)`.execute(db);
  await sql`
    create table email_token (
      token_hash text primary key,
      user_id text not null references user_account (id) on delete cascade,
      purpose text not null check (purpose in ('reset-password', 'change-email', 'verify-email')),
      email text not null,
      created_at int8 not null,
      expires_at int8 not null,
      used_at int8
    )`.execute(db);
  await sql`create index email_token_by_user on email_token (user_id)`.execute(db);
  await sql`
    create table rate_limit (
      key text primary key,
      window_started_at int8 not null,
      used int4 not null
    )`.execute(db);
  await sql`create index rate_limit_by_window on rate_limit (window_started_at)`.execute(db);
}
