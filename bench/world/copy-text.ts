import { CompiledQuery } from 'kysely';
import type { Database } from '../../src/store/database.ts';

/** Copies lines of text into a table of either database. @param target the table and its columns */
export async function copyText(db: Database, target: string, text: string): Promise<void> {
  if (text !== '') await db.executeQuery(CompiledQuery.raw(`copy ${target} from stdin`, [text]));
}
