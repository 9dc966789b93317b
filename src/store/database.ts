import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, PostgresDialect, type Transaction } from 'kysely';
import { Client, Pool, type PoolConfig, TypeOverrides } from 'pg';
import type { Schema } from '../../db/schema.ts';
import { DECODERS, INT8_DECODER } from './embedded/decoders.ts';
import { EmbeddedDatabase, type EmbeddedTransaction } from './embedded/embedded-database.ts';
import { createRunner } from './embedded/run-statement.ts';
import { lockFolder } from './folder-lock.ts';
import { CopyingClient } from './postgres/copying-client.ts';
import { PreparingClient } from './postgres/preparing-client.ts';
import { type Read, StandbyReader } from './standby.ts';

/** This file and `embedded/` alone know `pg` and PGlite. */

/** The database, or a transaction on it. On PGlite never use the outer database inside a transaction: it waits for ever. */
export type Database = Kysely<Schema>;
export type DatabaseTransaction = Transaction<Schema>;

const severalConnections = new WeakSet<Database>();

/** True when several transactions can be under way at once: on PostgreSQL. The embedded database does one after the other. */
export const canWriteAtOnce = (db: Database): boolean => severalConnections.has(db);

export interface OpenDatabase {
  readonly db: Database;
  /**
   * For what reads alone and is the same for everybody: has it read from the standby where there is one that knows all that `listen` has
   * heard so far, else from `db`. Somebody who has just written reads from `db`.
   */
  readonly read: Read;
  /** The same database as `db`, past any pooler: for what keeps something for the length of a connection, such as the lock of a migration. */
  readonly direct: Database;
  readonly kind: 'postgres' | 'pglite';
  /** The embedded database itself, for the job queue; undefined on PostgreSQL. */
  readonly pglite: EmbeddedDatabase | PGlite | undefined;
  /** Calls `onMessage` for each notification on `channel`, from any process, after its transaction has committed. */
  listen(channel: string, onMessage: (payload: string) => void): Promise<void>;
  /** Resolves with the cause when the embedded database breaks: nothing can be read or written from then on. */
  readonly lost: Promise<Error>;
  /**
   * Copies the embedded database to a new folder, to be opened there as a `dataDir`, while others wait; undefined for any other database.
   * The copy is what the database would come up with after a kill at that moment.
   */
  readonly copyTo: ((dataDir: string) => Promise<void>) | undefined;
  /** Ends every connection and releases the folder. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** Address of PostgreSQL, or of a pooler in front of it. */
  readonly databaseUrl?: string | undefined;
  /** Address of PostgreSQL itself, where the other leads to a pooler. */
  readonly databaseDirectUrl?: string | undefined;
  /** Address of a hot standby. */
  readonly databaseReadUrl?: string | undefined;
  readonly dataDir: string;
  /** Connections to PostgreSQL at once, 10 unless told. */
  readonly mostConnections?: number;
}

/**
 * Opens PostgreSQL at `databaseUrl`, or without one the embedded database in `dataDir`.
 * @throws FolderLockedError when another process holds the same `dataDir`.
 */
export async function openDatabase(options: DatabaseOptions): Promise<OpenDatabase> {
  return options.databaseUrl === undefined ? openPglite(options.dataDir) : openPostgres({ ...options, databaseUrl: options.databaseUrl });
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

async function openPglite(dataDir: string): Promise<OpenDatabase> {
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

/** PostgreSQL comes back by itself, and memory does not break. */
const NEVER_LOST = new Promise<Error>(() => {});

function wrapPglite(pglite: EmbeddedDatabase | PGlite, release: () => void): OpenDatabase {
  const db: Database = new Kysely<Schema>({
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
  const runStatement = createRunner(pglite);
  return {
    ready: true,
    waitReady: pglite.waitReady,
    get closed() {
      return pglite.closed;
    },
    query: <T>(statement: string, parameters: unknown[]) => runStatement<T>(statement, parameters),
    transaction: <T>(work: (trx: EmbeddedTransaction) => Promise<T>) =>
      pglite.transaction((trx) =>
        work({
          query: <R>(statement: string, parameters: unknown[] = []) => runStatement<R>(statement, parameters, trx),
          rollback: () => trx.rollback(),
        }),
      ),
    close: () => pglite.close(),
  };
}

function openPostgres({
  databaseUrl,
  databaseDirectUrl,
  databaseReadUrl,
  mostConnections = MOST_CONNECTIONS,
}: DatabaseOptions & { databaseUrl: string }): OpenDatabase {
  // With an address of its own for PostgreSQL the other one leads to a pooler.
  const db = connect({
    connectionString: databaseUrl,
    max: mostConnections,
    Client: databaseDirectUrl === undefined ? PreparingClient : CopyingClient,
  });
  const direct = databaseDirectUrl === undefined ? db : connect({ connectionString: databaseDirectUrl, max: 1 });
  const standby = databaseReadUrl === undefined ? undefined : connect({ connectionString: databaseReadUrl, ...STANDBY_LIMITS });
  const reader = standby && new StandbyReader(db, standby);
  const listeners: PostgresListener[] = [];
  return {
    db,
    read: reader?.read ?? ((view) => view(db)),
    direct,
    kind: 'postgres',
    pglite: undefined,
    lost: NEVER_LOST,
    copyTo: undefined,
    listen: async (channel, onMessage) => {
      const listener = new PostgresListener(databaseDirectUrl ?? databaseUrl, channel, (payload) => {
        reader?.noteChange();
        onMessage(payload);
      });
      listeners.push(listener);
      await listener.connect();
    },
    close: async () => {
      await Promise.all(listeners.map((listener) => listener.close()));
      for (const opened of new Set([db, direct, standby])) await opened?.destroy();
    },
  };
}

const MOST_CONNECTIONS = 10;

/** A standby that does not answer must not hold up readers for whom the primary would. */
const STANDBY_LIMITS = { max: MOST_CONNECTIONS, connectionTimeoutMillis: 2_000, query_timeout: 5_000 };

function connect(config: PoolConfig): Database {
  const types = new TypeOverrides();
  types.setTypeParser(...INT8_DECODER);
  const pool = new Pool({ Client: CopyingClient, ...config, types });
  // An idle connection that the server ends must not end this process: the pool opens another.
  pool.on('error', () => {});
  // Nor may one that breaks between two statements of a transaction: the next statement fails, and the pool throws the connection away.
  pool.on('connect', (client) => client.on('error', () => {}));
  const db: Database = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  severalConnections.add(db);
  return db;
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
    const client = new Client({ connectionString: this.#databaseUrl, keepAlive: true, keepAliveInitialDelayMillis: 10_000 });
    client.on('notification', (message) => this.#onMessage(message.payload ?? ''));
    client.on('error', () => {});
    try {
      await client.connect();
      await client.query(`listen ${client.escapeIdentifier(this.#channel)}`);
    } catch (error) {
      client.end().catch(() => {});
      throw error;
    }
    this.#client = client;
    // Not before it listens: one that fails is tried again by who called, and both would double the tries with each second.
    client.on('end', () => this.#reconnectLater());
    if (this.#closed) await client.end();
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
