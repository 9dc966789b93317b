import { sql } from 'kysely';
import { type MigrationResultSet, Migrator } from 'kysely/migration';
import { migrations } from '../../db/migrations/index.ts';
import type { Database, DatabaseTransaction } from './database.ts';

/**
 * Brings the database to the newest migration and returns the names of those that ran.
 * Any number of instances may call it at once: on PostgreSQL an advisory lock lets one migrate and the others wait.
 * @throws the first failing migration's error; what ran before it stays.
 */
export async function migrateToLatest(db: Database | DatabaseTransaction): Promise<string[]> {
  if (await isMigrated(db)) return [];
  return namesOf(await makeMigrator(db).migrateToLatest());
}

/** True when exactly our migrations ran. The migrator would find that out as well, but reads the whole catalog of tables first, at each start. */
async function isMigrated(db: Database | DatabaseTransaction): Promise<boolean> {
  if ((await findNewestMigration(db)) === undefined) return false;
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  return rows.length === Object.keys(migrations).length && rows.every(({ name }) => isKnownMigration(name));
}

/** Brings the database forward to a migration, for what was stored in that form. @throws as `migrateToLatest`. */
export async function migrateTo(db: Database | DatabaseTransaction, name: string): Promise<string[]> {
  return namesOf(await makeMigrator(db).migrateTo(name));
}

export const isKnownMigration = (name: string): boolean => Object.hasOwn(migrations, name);

/** The newest migration that the database has; undefined when it was never migrated. */
export async function findNewestMigration(db: Database | DatabaseTransaction): Promise<string | undefined> {
  const { rows: found } = await sql<{ exists: boolean }>`select to_regclass('public.kysely_migration') is not null as exists`.execute(db);
  if (!found[0]?.exists) return undefined;
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name collate "C" desc limit 1`.execute(db);
  return rows[0]?.name;
}

const makeMigrator = (db: Database | DatabaseTransaction): Migrator =>
  new Migrator({ db, provider: { getMigrations: async () => migrations } });

function namesOf({ error, results }: MigrationResultSet): string[] {
  if (error !== undefined) throw error;
  return (results ?? []).map((result) => result.migrationName);
}
