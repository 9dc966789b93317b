import { runCopy } from '../../src/store/copy-rows.ts';
import type { Database } from '../../src/store/database.ts';

/** Copies lines of text into a table of either database. @param target the table and its columns */
export async function copyText(db: Database, target: string, text: string): Promise<void> {
  if (text !== '') await runCopy(db, { statement: `copy ${target} from stdin`, texts: [() => text] });
}
