import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, type OpenDatabase, openDatabase } from '../src/store/database.ts';
import { migrateToLatest } from '../src/store/migrate.ts';
import { startPostgres } from '../tests/support/postgres-server.ts';
import { createEmptyPostgresDatabase } from '../tests/support/test-databases.ts';
import { copyToPglite, copyToPostgres } from './copy-rows.ts';
import type { BenchOptions } from './result.ts';

/** A migrated database of either kind, for the time of a run. */
export interface Place {
  readonly kind: BenchOptions['database'];
  /** Undefined on PGlite. */
  readonly databaseUrl: string | undefined;
  /** Folder of the embedded database; on PostgreSQL of nothing but uploads and mails. */
  readonly dataDir: string;
  /** Opens the database for the time of `work`. On PGlite nobody else can have it open meanwhile. */
  use<T>(work: (database: OpenDatabase) => Promise<T>): Promise<T>;
  /** Copies lines of text into a table. */
  copy(db: Database, target: string, text: string): Promise<void>;
  close(): Promise<void>;
}

export async function openPlace(kind: Place['kind']): Promise<Place> {
  const dataDir = mkdtempSync(join(tmpdir(), 'kept-bench-'));
  const place = kind === 'postgres' ? await openPostgresPlace(dataDir) : openPglitePlace(dataDir);
  await place.use(({ db }) => migrateToLatest(db));
  return place;
}

async function openPostgresPlace(dataDir: string): Promise<Place> {
  const server = await startPostgres();
  const { url: databaseUrl, drop } = await createEmptyPostgresDatabase(server.url);
  return {
    kind: 'postgres',
    databaseUrl,
    dataDir,
    use: (work) => useDatabase({ databaseUrl, dataDir }, work),
    copy: (_db, target, text) => copyToPostgres(databaseUrl, target, text),
    close: async () => {
      await drop();
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function openPglitePlace(dataDir: string): Place {
  return {
    kind: 'pglite',
    databaseUrl: undefined,
    dataDir,
    use: (work) => useDatabase({ databaseUrl: undefined, dataDir }, work),
    copy: (db, target, text) => copyToPglite(db, dataDir, target, text),
    close: async () => rmSync(dataDir, { recursive: true, force: true }),
  };
}

async function useDatabase<T>(
  options: { databaseUrl: string | undefined; dataDir: string },
  work: (database: OpenDatabase) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(options);
  return work(database).finally(() => database.close());
}
