import { sql } from 'kysely';

const MARK = '/* pipelined */';

/**
 * Marks a statement of a transaction whose answer nobody needs: what follows is sent right behind it, which saves a wait each. It is carried
 * out before what follows. When it fails, so does the next statement that somebody waits for, with its error; the commit at the latest.
 * A pooler, and the embedded database in memory, wait as for any other: then it fails itself.
 */
export const pipelined = sql.raw(MARK);

/** True of a marked statement. */
export const isPipelined = (statement: string): boolean => statement.includes(MARK);

/** Marks what is not written with `sql`. */
export const toPipelined = (statement: string): string => `${MARK}${statement}`;

/** A marked statement as it was. */
export const withoutMark = (statement: string): string => (statement.startsWith(MARK) ? statement.slice(MARK.length) : statement);
