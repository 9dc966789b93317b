import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/** Lets an import wait for its start, say how its file is to be read, and go on where it was after a restart. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table import_run
      alter column source_id drop not null,
      drop constraint import_run_state_check,
      add constraint import_run_state_check check (state in ('ready', 'running', 'done', 'failed')),
      add column form jsonb not null default '{}',
      add column headings jsonb not null default '[]',
      add column byte_count int8 not null default 0,
      add column bytes_read int8 not null default 0`.execute(db);
}
