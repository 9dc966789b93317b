import { type RawBuilder, sql } from 'kysely';

/**
 * Texts as rows of one column, for a `from`: as JSON, which takes `pg` a twentieth of the time that an array does.
 * @param texts that JSON and the database can hold: no half characters, no NUL.
 */
export const textRows = (texts: readonly string[]): RawBuilder<unknown> => sql`json_array_elements_text(${JSON.stringify(texts)}::json)`;
