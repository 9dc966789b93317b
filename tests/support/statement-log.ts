import type { KyselyPlugin, PluginTransformQueryArgs, QueryResult, UnknownRow } from 'kysely';
import type { Database } from '../../src/store/database.ts';

/** The same database, and the text of every statement that is sent through it from now on. */
export function logStatements(db: Database): { db: Database; statements: Set<string> } {
  const statements = new Set<string>();
  const log: KyselyPlugin = {
    transformQuery: ({ node, queryId }: PluginTransformQueryArgs) => {
      statements.add(db.getExecutor().compileQuery(node, queryId).sql.replaceAll(/\s+/g, ' ').trim());
      return node;
    },
    transformResult: async ({ result }): Promise<QueryResult<UnknownRow>> => result,
  };
  return { db: db.withPlugin(log), statements };
}
