import { Migrator } from 'kysely/migration';
import { migrations } from '../../db/migrations/index.ts';
import type { Database } from './database.ts';

/**
 * Brings the database to the newest migration and returns the names of those that ran.
 * Any number of instances may call it at once: on PostgreSQL an advisory lock lets one migrate and the others wait.
 * @throws the first failing migration's error; what ran before it stays.
 */
export async function migrateToLatest(db: Database): Promise<string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
  return (results ?? []).map((result) => result.migrationName);
}
