import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, PostgresDialect, type Transaction } from 'kysely';
import { Client, Pool, TypeOverrides } from 'pg';
import type { Schema } from '../../db/schema.ts';
import { DECODERS, INT8_DECODER } from './embedded/decoders.ts';
import { EmbeddedDatabase, type EmbeddedTransaction } from './embedded/embedded-database.ts';
import { runStatement } from './embedded/run-statement.ts';
import { lockFolder } from './folder-lock.ts';
import { CopyingClient } from './postgres/copying-client.ts';

/** This file and `embedded/` alone know `pg` and PGlite. */

/** The database, or a transaction on it. On PGlite never use the outer database inside a transaction: it waits for ever. */
export type Database = Kysely<Schema>;
export type DatabaseTransaction = Transaction<Schema>;

export interface OpenDatabase {
  readonly db: Database;
  readonly kind: 'postgres' | 'pglite';
  /** The embedded database itself, for the job queue; undefined on PostgreSQL. */
  readonly pglite: EmbeddedDatabase | PGlite | undefined;
  /** Calls `onMessage` for each notification on `channel`, from any process, after its transaction has committed. */
  listen(channel: string, onMessage: (payload: string) => void): Promise<void>;
  /** Resolves with the cause when the embedded database breaks: nothing can be read or written from then on. */
  readonly lost: Promise<Error>;
  /** Ends every connection and releases the folder. */
  close(): Promise<void>;
}

/**
 * Opens PostgreSQL at `databaseUrl`, or without one the embedded database in `dataDir`.
 * @throws FolderLockedError when another process holds the same `dataDir`.
 */
export async function openDatabase(options: { databaseUrl?: string | undefined; dataDir: string }): Promise<OpenDatabase> {
  return options.databaseUrl === undefined ? openPglite(options.dataDir) : openPostgres(options.databaseUrl);
}

/**
 * Opens an embedded database that lives in memory, for tests and tools.
 * @param image what `dumpDataDir` of another one gave, to start as its copy.
 */
export async function openMemoryDatabase(image?: Blob): Promise<OpenDatabase & { readonly pglite: PGlite }> {
  const pglite = await PGlite.create({ ...(image === undefined ? {} : { loadDataDir: image }), parsers: DECODERS });
  return { ...wrapPglite(pglite, () => {}), pglite };
}

async function openPglite(dataDir: string): Promise<OpenDatabase> {
  mkdirSync(dataDir, { recursive: true });
  const release = lockFolder(dataDir);
  try {
    return wrapPglite(await EmbeddedDatabase.open(join(dataDir, 'pglite')), release);
  } catch (error) {
    release();
    throw error;
  }
}

/** PostgreSQL comes back by itself, and memory does not break. */
const NEVER_LOST = new Promise<Error>(() => {});

function wrapPglite(pglite: EmbeddedDatabase | PGlite, release: () => void): OpenDatabase {
  return {
    db: new Kysely<Schema>({ dialect: new PGliteDialect({ pglite: pglite instanceof PGlite ? withCopy(pglite) : pglite }) }),
    kind: 'pglite',
    pglite,
    lost: 'lost' in pglite ? pglite.lost : NEVER_LOST,
    listen: async (channel, onMessage) => {
      await pglite.listen(channel, onMessage);
    },
    close: async () => {
      if (!pglite.closed) await pglite.close();
      release();
    },
  };
}

/** What Kysely uses of PGlite, with COPY. The thread of `EmbeddedDatabase` does the same there. */
function withCopy(pglite: PGlite) {
  return {
    ready: true,
    waitReady: pglite.waitReady,
    get closed() {
      return pglite.closed;
    },
    query: <T>(statement: string, parameters: unknown[]) => runStatement<T>(pglite, statement, parameters),
    transaction: <T>(work: (trx: EmbeddedTransaction) => Promise<T>) =>
      pglite.transaction((trx) =>
        work({
          query: <R>(statement: string, parameters?: unknown[]) => runStatement<R>(trx, statement, parameters),
          rollback: () => trx.rollback(),
        }),
      ),
    close: () => pglite.close(),
  };
}

function openPostgres(databaseUrl: string): OpenDatabase {
  const types = new TypeOverrides();
  types.setTypeParser(...INT8_DECODER);
  const pool = new Pool({ connectionString: databaseUrl, types, max: 10, Client: CopyingClient });
  // An idle connection that the server ends must not end this process: the pool opens another.
  pool.on('error', () => {});
  const listeners: PostgresListener[] = [];
  return {
    db: new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) }),
    kind: 'postgres',
    pglite: undefined,
    lost: NEVER_LOST,
    listen: async (channel, onMessage) => {
      const listener = new PostgresListener(databaseUrl, channel, onMessage);
      listeners.push(listener);
      await listener.connect();
    },
    close: async () => {
      await Promise.all(listeners.map((listener) => listener.close()));
      await pool.end();
    },
  };
}

const RECONNECT_MILLISECONDS = 1000;

/** A connection of its own for LISTEN that comes back by itself when it is lost. */
class PostgresListener {
  #client: Client | undefined;
  #closed = false;
  readonly #databaseUrl: string;
  readonly #channel: string;
  readonly #onMessage: (payload: string) => void;

  constructor(databaseUrl: string, channel: string, onMessage: (payload: string) => void) {
    this.#databaseUrl = databaseUrl;
    this.#channel = channel;
    this.#onMessage = onMessage;
  }

  async connect(): Promise<void> {
    const client = new Client({ connectionString: this.#databaseUrl });
    client.on('notification', (message) => this.#onMessage(message.payload ?? ''));
    client.on('error', () => {});
    client.on('end', () => this.#reconnectLater());
    await client.connect();
    this.#client = client;
    await client.query(`listen ${client.escapeIdentifier(this.#channel)}`);
  }

  #reconnectLater(): void {
    if (this.#closed) return;
    setTimeout(() => {
      if (this.#closed) return;
      // What was said while the line was down is lost, so the listener is told that anything may have changed.
      this.connect().then(
        () => this.#onMessage('*'),
        () => this.#reconnectLater(),
      );
    }, RECONNECT_MILLISECONDS).unref();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#client?.end();
  }
}
