import { sql } from 'kysely';

const MARK = '/* prepared */';

/**
 * Marks a statement that is asked for with every batch or badge: PostgreSQL then reads and plans it once for each connection, which takes
 * longer than carrying it out. Only for texts that never vary and go along the same index whatever their values are, so that one plan is right for all.
 */
export const prepared = sql.raw(MARK);

/** True of a marked statement. */
export const isPrepared = (statement: string): boolean => statement.includes(MARK);
