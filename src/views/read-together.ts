import { type Expression, sql } from 'kysely';
import { prepared } from '../store/prepared.ts';
import type { Reader } from './reader.ts';

type Rows<Parts> = { readonly [Name in keyof Parts]: Parts[Name] extends Expression<infer Row> ? Row[] : never };

/**
 * Reads several things by one statement, as of one moment: the way to the database and back takes longer than most of what is read there.
 * @param parts queries by name. Their text never varies. Values come as JSON, so bytes must be written as text.
 */
export async function readTogether<const Parts extends Record<string, Expression<object>>>(db: Reader, parts: Parts): Promise<Rows<Parts>> {
  const columns = Object.entries(parts).map(
    ([name, part]) => sql`(select coalesce(json_agg(part), '[]') from (${part}) as part) as ${sql.ref(name)}`,
  );
  const { rows } = await sql<Rows<Parts>>`${prepared} select ${sql.join(columns)}`.execute(db);
  return rows[0] as Rows<Parts>;
}
