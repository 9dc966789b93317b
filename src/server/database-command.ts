import { openDatabase } from '../store/database.ts';
import { migrateToLatest } from '../store/migrate.ts';
import { resetDatabase } from '../store/reset.ts';
import { type Config, readConfig } from './config.ts';
import { runOrExplain } from './run-or-explain.ts';

/** `npm run db:migrate` and `npm run db:reset -- --yes`, on the database that the environment names. */
async function runDatabaseCommand([verb, ...options]: string[]): Promise<void> {
  const config = readConfig(process.env);
  const database = await openDatabase(config);
  try {
    if (verb === 'migrate') {
      const names = await migrateToLatest(database.direct);
      console.log(names.length === 0 ? 'The database is up to date.' : `Migrated: ${names.join(', ')}`);
    } else if (verb === 'reset' && options.includes('--yes')) {
      await resetDatabase(database.db);
      console.log(`Emptied ${describePlace(config)}.`);
    } else {
      console.error(`This would delete everything in ${describePlace(config)}. If you mean it: npm run db:reset -- --yes`);
      process.exitCode = 1;
    }
  } finally {
    await database.close();
  }
}

/** Where the data are, without the password. */
function describePlace(config: Config): string {
  if (config.databaseUrl === undefined) return `the embedded database in ${config.dataDir}`;
  const url = new URL(config.databaseUrl);
  return `the PostgreSQL database ${url.pathname.slice(1)} on ${url.host}`;
}

await runOrExplain(() => runDatabaseCommand(process.argv.slice(2)));
