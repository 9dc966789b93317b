import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite, type Results, type Transaction } from '@electric-sql/pglite';
import { Kysely, PGliteDialect } from 'kysely';
import type { Schema } from '../../../db/schema.ts';
import type { OpenDatabase } from '../database.ts';
import { lockFolder } from '../folder-lock.ts';
import { DECODERS } from './decoders.ts';
import { EmbeddedDatabase, type EmbeddedTransaction } from './embedded-database.ts';
import { createRunner, runAnyStatement } from './run-statement.ts';

/** Opens the embedded database in `dataDir`, or makes one there. @throws FolderLockedError when another process holds it. */
export async function openEmbedded(dataDir: string): Promise<OpenDatabase> {
  mkdirSync(dataDir, { recursive: true });
  const release = lockFolder(dataDir);
  try {
    const folder = join(dataDir, FOLDER);
    // PGlite makes its files readable by everybody, and they hold keys.
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return wrapPglite(await EmbeddedDatabase.open(folder), release);
  } catch (error) {
    release();
    throw error;
  }
}

/**
 * Opens an embedded database that lives in memory, for tests and tools.
 * @param image what `dumpDataDir` of another one gave, to start as its copy.
 */
export async function openMemoryDatabase(image?: Blob): Promise<OpenDatabase & { readonly pglite: PGlite }> {
  const pglite = await PGlite.create({ ...(image === undefined ? {} : { loadDataDir: image }), parsers: DECODERS });
  return { ...wrapPglite(pglite, () => {}), pglite };
}

/** Whether there is an embedded database in `dataDir`. */
export const hasEmbeddedDatabase = (dataDir: string): boolean => existsSync(join(dataDir, FOLDER, 'PG_VERSION'));

/** Of the embedded database, below `dataDir`. */
const FOLDER = 'pglite';

/** Memory does not break. */
const NEVER_LOST = new Promise<Error>(() => {});

function wrapPglite(pglite: EmbeddedDatabase | PGlite, release: () => void): OpenDatabase {
  const db = new Kysely<Schema>({
    dialect: new PGliteDialect({ pglite: pglite instanceof PGlite ? withRunner(pglite) : pglite }),
  });
  return {
    db,
    read: (view) => view(db),
    direct: db,
    kind: 'pglite',
    pglite,
    lost: 'lost' in pglite ? pglite.lost : NEVER_LOST,
    copyTo: 'copyTo' in pglite ? (dataDir) => pglite.copyTo(join(dataDir, FOLDER)) : undefined,
    listen: async (channel, onMessage) => {
      await pglite.listen(channel, onMessage);
    },
    close: async () => {
      if (!pglite.closed) await pglite.close();
      release();
    },
  };
}

/** What Kysely uses of PGlite, with our way to run statements. The thread of `EmbeddedDatabase` does the same there. */
function withRunner(pglite: PGlite) {
  const { run, copy } = createRunner(pglite);
  const runAny = <T>(statement: string, parameters: readonly unknown[] = [], on?: Transaction) =>
    runAnyStatement<Results<T>>(statement, parameters, { run: (text, values) => run(text, values, on), copy });
  return {
    ready: true,
    waitReady: pglite.waitReady,
    get closed() {
      return pglite.closed;
    },
    query: <T>(statement: string, parameters?: unknown[]) => runAny<T>(statement, parameters),
    transaction: <T>(work: (trx: EmbeddedTransaction) => Promise<T>) =>
      pglite.transaction((trx) =>
        work({
          query: <R>(statement: string, parameters?: unknown[]) => runAny<R>(statement, parameters, trx),
          rollback: () => trx.rollback(),
        }),
      ),
    close: () => pglite.close(),
  };
}
