import { findAuthorKey } from '../store/company.ts';
import type { Database } from '../store/database.ts';
import type { SourceScope } from '../store/event.ts';
import { findSource } from '../store/source.ts';
import { hashAuthor, readyAuthorKey } from './hash-author.ts';

/** What events of a source are checked by, besides what each says itself. */
export interface SourceFacts {
  readonly kind: string;
  /** With the company's key. */
  readonly hashAuthor: (author: string) => string;
}

const MOST_SOURCES = 1_000;
const caches = new WeakMap<Database, Map<string, SourceFacts>>();

/**
 * Asks the database once for each source: a source's kind and a company's key never change, and neither is ever deleted. Of more sources than
 * a thousand those that were asked for first are forgotten.
 * @returns undefined when the company has no such source.
 */
export async function getSourceFacts(db: Database, scope: SourceScope): Promise<SourceFacts | undefined> {
  const cache = caches.get(db) ?? new Map<string, SourceFacts>();
  caches.set(db, cache);
  const key = `${scope.companyId}:${scope.sourceId}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const [source, authorKey] = await Promise.all([
    findSource(db, scope.companyId, { id: scope.sourceId }),
    findAuthorKey(db, scope.companyId),
  ]);
  if (source === undefined || authorKey === undefined) return undefined;
  const ready = readyAuthorKey(authorKey);
  const facts = { kind: source.kind, hashAuthor: (author: string) => hashAuthor(ready, author) };
  cache.set(key, facts);
  for (const oldest of cache.keys()) {
    if (cache.size <= MOST_SOURCES) break;
    cache.delete(oldest);
  }
  return facts;
}
