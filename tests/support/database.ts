import { after, describe } from 'node:test';
import { type OpenDatabase, openDatabase, openMemoryDatabase } from '../../src/store/database.ts';
import { createPostgresDatabase, readPgliteImage } from './test-databases.ts';

/**
 * Gives the migrated database of this group of tests, opened at the first call. Its tests share it, so each makes
 * its own company.
 */
export type OpenTestDatabase = () => Promise<OpenDatabase>;

/**
 * Runs the same tests on PGlite in memory and on a real PostgreSQL.
 *
 *     onEachDatabase('store/company', (open) => {
 *       test('finds a company by its slug', async () => {
 *         const { db } = await open();
 *         const company = await makeCompany(db);
 *         …
 */
export function onEachDatabase(name: string, define: (open: OpenTestDatabase) => void): void {
  describe(`${name} on PGlite`, () => define(openOnce(openPgliteCopy)));
  describe(`${name} on PostgreSQL`, () => define(openOnce(openPostgresCopy)));
}

/** Must be called while a group is being defined: closes the database when the group's tests have ended. */
function openOnce(openCopy: () => Promise<OpenDatabase>): OpenTestDatabase {
  let opened: Promise<OpenDatabase> | undefined;
  after(async () => {
    const database = await opened?.catch(() => undefined);
    await database?.close();
  });
  return () => {
    opened ??= openCopy();
    return opened;
  };
}

/** A migrated embedded database of its own, in memory. Takes about a second. */
export function openPgliteCopy(): Promise<OpenDatabase> {
  return openMemoryDatabase(readPgliteImage());
}

/** A migrated PostgreSQL database of its own, dropped when it is closed. */
export async function openPostgresCopy(): Promise<OpenDatabase> {
  const { url, drop } = await createPostgresDatabase();
  const database = await openDatabase({ databaseUrl: url, dataDir: '' });
  const close = async () => {
    await database.close();
    await drop();
  };
  return { ...database, close };
}
