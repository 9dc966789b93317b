import { sql } from 'kysely';
import type { Database, OpenDatabase } from './database.ts';

/**
 * Does work on the embedded database without waiting at the end of each transaction until it is on the disk: all of them are when the work
 * ends. A kill meanwhile takes the last ones away, as a whole and from the end. For work that is alone with the database and that can be done
 * again from its beginning; on PostgreSQL, which may have others, nothing changes.
 */
export async function commitLate<T>({ db, kind }: OpenDatabase, work: () => Promise<T>): Promise<T> {
  if (kind === 'postgres') return work();
  await sql`set synchronous_commit = off`.execute(db);
  let result: T;
  try {
    result = await work();
  } catch (error) {
    // What the work failed of is told, and not that a broken database cannot be written to either.
    await putOnDisk(db).catch(() => {});
    throw error;
  }
  await putOnDisk(db);
  return result;
}

async function putOnDisk(db: Database): Promise<void> {
  await sql`set synchronous_commit = on`.execute(db);
  await sql`checkpoint`.execute(db);
}
