import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { Client } from 'pg';
import type { Database } from '../src/store/database.ts';

/** What `pg` hands to a query that copies; its types do not name these. */
interface CopyConnection {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

const CHUNK_BYTES = 64 * 1024;

/** A query for `pg` that sends `data` as the input of a COPY. */
class CopyQuery {
  readonly done: Promise<void>;
  readonly #text: string;
  readonly #data: Buffer;
  readonly #settle: { resolve: () => void; reject: (error: Error) => void };

  constructor(text: string, data: Buffer) {
    this.#text = text;
    this.#data = data;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.done = promise;
    this.#settle = { resolve, reject };
  }

  submit(connection: CopyConnection): void {
    connection.query(this.#text);
  }

  handleCopyInResponse(connection: CopyConnection): void {
    for (let start = 0; start < this.#data.length; start += CHUNK_BYTES) {
      connection.sendCopyFromChunk(this.#data.subarray(start, start + CHUNK_BYTES));
    }
    connection.endCopyFrom();
  }

  handleCommandComplete(): void {}

  handleError(error: Error): void {
    this.#settle.reject(error);
  }

  handleReadyForQuery(): void {
    this.#settle.resolve();
  }
}

/** Copies lines of text into a table of PostgreSQL, from a client. */
export async function copyToPostgres(databaseUrl: string, target: string, text: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const query = new CopyQuery(`copy ${target} from stdin`, Buffer.from(text));
  client.query(query as never);
  await query.done.finally(() => client.end());
}

/** Copies lines of text into a table of the embedded database, from a file in its folder: the only one it can see. */
export async function copyToPglite(db: Database, dataDir: string, target: string, text: string): Promise<void> {
  const { rows } = await sql<{ data_directory: string }>`show data_directory`.execute(db);
  writeFileSync(join(dataDir, 'pglite', 'copied.txt'), text);
  await sql.raw(`copy ${target} from '${rows[0]?.data_directory}/copied.txt'`).execute(db);
}
