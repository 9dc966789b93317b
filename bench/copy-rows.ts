import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { Client } from 'pg';
import type { Database } from '../src/store/database.ts';
import { CopyQuery } from '../src/store/postgres/copy-query.ts';

/** Copies lines of text into a table of PostgreSQL, from a client. */
export async function copyToPostgres(databaseUrl: string, target: string, text: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const query = new CopyQuery(`copy ${target} from stdin`, [() => text]);
  client.query(query as never);
  await query.done.finally(() => client.end());
}

/** Copies lines of text into a table of the embedded database, from a file in its folder: the only one it can see. */
export async function copyToPglite(db: Database, dataDir: string, target: string, text: string): Promise<void> {
  const { rows } = await sql<{ data_directory: string }>`show data_directory`.execute(db);
  writeFileSync(join(dataDir, 'pglite', 'copied.txt'), text);
  await sql.raw(`copy ${target} from '${rows[0]?.data_directory}/copied.txt'`).execute(db);
}
