import { createApiKey } from '../../src/commands/create-api-key.ts';
import type { Database } from '../../src/store/database.ts';
import type { SourceScope } from '../../src/store/event.ts';
import { makeContext } from './context.ts';

/** Makes a key of the source, the way its page does. */
export async function makeKey(db: Database, company: { slug: string; scope: SourceScope }): Promise<{ keyId: string; key: string }> {
  const ctx = makeContext(db, { actor: { kind: 'system' } });
  return createApiKey(ctx, company.slug, { sourceId: company.scope.sourceId, name: 'Test' });
}
