import { type Kysely, sql } from 'kysely';

/**
 * A published month holds all that a statement says of it, so that a statement is made from it and cannot say anything else. Months that were
 * published before keep their figures as they are. The public keys of statements stay known when the key is changed.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table published_month
      alter column figures drop not null,
      add column promises jsonb,
      add column inputs jsonb,
      add check ((figures is null) <> (promises is null))`.execute(db);
  await sql`
    create table statement_key (
      id text primary key,
      public_key jsonb not null,
      first_used_at int8 not null
    )`.execute(db);
}
