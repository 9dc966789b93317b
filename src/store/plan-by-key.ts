import { sql } from 'kysely';
import type { DatabaseTransaction } from './database.ts';

/**
 * Has PostgreSQL plan this transaction's statements for any company alike, and along an index. Its statistics know nothing of a company that
 * came after them: it takes such a company to have no rows, reads all that it has by now for each conversation, and a first import
 * becomes slower with each row. A plan for any company goes by the whole key, and stays right when a small table grows. Of two indexes that
 * begin alike it takes the one in whose order the rows are asked for, since sorting is ruled out as reading the whole table is.
 */
export const planningByKey = sql`set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true),
  set_config('enable_sort', 'off', true)`;

/** For transactions that look up conversations by their ids, before they do. */
export async function planByKey(trx: DatabaseTransaction): Promise<void> {
  await sql`select ${planningByKey}`.execute(trx);
}
