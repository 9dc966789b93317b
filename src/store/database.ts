import type { PGlite } from '@electric-sql/pglite';
import type { Kysely, Transaction } from 'kysely';
import type { Schema } from '../../db/schema.ts';
import type { EmbeddedDatabase } from './embedded/embedded-database.ts';
import { openEmbedded } from './embedded/open-embedded.ts';
import { openPostgres } from './postgres/open-postgres.ts';
import type { Read } from './standby.ts';

export { hasEmbeddedDatabase, openMemoryDatabase } from './embedded/open-embedded.ts';

/** This file, `embedded/` and `postgres/` alone know `pg` and PGlite. */

/** The database, or a transaction on it. On PGlite never use the outer database inside a transaction: it waits for ever. */
export type Database = Kysely<Schema>;
export type DatabaseTransaction = Transaction<Schema>;

/** True when several transactions can be under way at once: on PostgreSQL. The embedded database does one after the other. */
export const canWriteAtOnce = (db: Database): boolean => db.getExecutor().adapter.supportsMultipleConnections === true;

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
  return options.databaseUrl === undefined ? openEmbedded(options.dataDir) : openPostgres({ ...options, databaseUrl: options.databaseUrl });
}
