import { Kysely, PostgresDialect } from 'kysely';
import { Pool, type PoolConfig, TypeOverrides } from 'pg';
import type { Schema } from '../../../db/schema.ts';
import type { Database, DatabaseOptions, OpenDatabase } from '../database.ts';
import { INT8_DECODER } from '../embedded/decoders.ts';
import { StandbyReader } from '../standby.ts';
import { CopyingClient } from './copying-client.ts';
import { PostgresListener } from './listener.ts';
import { PipeliningClient } from './pipelining-client.ts';

/** PostgreSQL comes back by itself. */
const NEVER_LOST = new Promise<Error>(() => {});

/** Opens PostgreSQL at `databaseUrl`, with its pooler and its standby where there are any. */
export function openPostgres({
  databaseUrl,
  databaseDirectUrl,
  databaseReadUrl,
  mostConnections = MOST_CONNECTIONS,
}: DatabaseOptions & { databaseUrl: string }): OpenDatabase {
  // With an address of its own for PostgreSQL the other one leads to a pooler.
  const db = connect({
    connectionString: databaseUrl,
    max: mostConnections,
    ...(databaseDirectUrl === undefined ? { Client: PipeliningClient, pipeline: true } : {}),
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
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
}
