import { sql } from 'kysely';
import type { Database } from './database.ts';
import { migrateToLatest } from './migrate.ts';

/**
 * Deletes everything Kept has stored, the waiting jobs too, and makes the empty tables again.
 * On PostgreSQL it takes the whole schema `public`: the database must be Kept's own.
 */
export async function resetDatabase(db: Database): Promise<void> {
  await sql`drop schema if exists pgboss cascade`.execute(db);
  await sql`drop schema public cascade`.execute(db);
  await sql`create schema public`.execute(db);
  await migrateToLatest(db);
}
