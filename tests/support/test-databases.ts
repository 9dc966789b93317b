import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { openDatabase, openMemoryDatabase } from '../../src/store/database.ts';
import { migrateToLatest } from '../../src/store/migrate.ts';
import { startPostgres } from './postgres-server.ts';

/**
 * Migrated databases that tests copy. The runner makes them once (`prepareTestDatabases`) and hands them to the
 * test processes through the environment.
 */
export interface TestDatabaseEnvironment {
  /** A PostgreSQL server, address of a database on it. */
  KEPT_TEST_POSTGRES: string;
  /** The migrated database on it that tests are copied from. */
  KEPT_TEST_TEMPLATE: string;
  /** A file with the migrated embedded database. */
  KEPT_TEST_PGLITE: string;
}

/** @param folder where the file for the embedded database goes. */
export async function prepareTestDatabases(folder: string): Promise<{ env: TestDatabaseEnvironment; stop(): Promise<void> }> {
  const server = await startPostgres();
  const template = `kept_template_${randomBytes(6).toString('hex')}`;
  try {
    await runOn(server.url, `create database ${template}`);
    await migratePostgres(withDatabase(server.url, template));
    const pglite = join(folder, 'pglite.tar');
    await savePglite(pglite);
    return {
      env: { KEPT_TEST_POSTGRES: server.url, KEPT_TEST_TEMPLATE: template, KEPT_TEST_PGLITE: pglite },
      stop: async () => {
        rmSync(pglite, { force: true });
        await runOn(server.url, `drop database if exists ${template} with (force)`);
        await server.stop();
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** Makes a migrated PostgreSQL database and returns its address and the function that drops it. */
export async function createPostgresDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const server = fromEnvironment('KEPT_TEST_POSTGRES');
  const name = `kept_test_${randomBytes(8).toString('hex')}`;
  await runOn(server, `create database ${name} template ${fromEnvironment('KEPT_TEST_TEMPLATE')}`);
  return { url: withDatabase(server, name), drop: () => runOn(server, `drop database if exists ${name} with (force)`) };
}

/** Makes an empty PostgreSQL database on `server`, for tests of migration and in the browser. */
export async function createEmptyPostgresDatabase(
  server: string = fromEnvironment('KEPT_TEST_POSTGRES'),
): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `kept_test_${randomBytes(8).toString('hex')}`;
  await runOn(server, `create database ${name}`);
  return { url: withDatabase(server, name), drop: () => runOn(server, `drop database if exists ${name} with (force)`) };
}

/** The migrated embedded database, to be opened with `openMemoryDatabase`. */
export const readPgliteImage = (): Blob => new Blob([readFileSync(fromEnvironment('KEPT_TEST_PGLITE'))]);

function fromEnvironment(name: keyof TestDatabaseEnvironment): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set. Run tests with: npm run test:node -- tests/…/name.test.ts`);
  return value;
}

async function migratePostgres(url: string): Promise<void> {
  const database = await openDatabase({ databaseUrl: url, dataDir: '' });
  await migrateToLatest(database.db).finally(() => database.close());
}

async function savePglite(file: string): Promise<void> {
  const database = await openMemoryDatabase();
  await migrateToLatest(database.db);
  const image = await database.pglite?.dumpDataDir('none');
  if (image === undefined) throw new Error('The database in memory is not PGlite.');
  writeFileSync(file, Buffer.from(await image.arrayBuffer()));
  await database.close();
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

async function runOn(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
