import { type MeasuringRules, toMeasuringRules } from '../domain/agreement/measuring-rules.ts';
import type { CommitmentRule, VersionRules } from '../domain/conversation/commitment-rule.ts';
import type { Instant } from '../domain/instant.ts';
import { listAgreementVersions } from '../store/agreement-version.ts';
import type { Database, DatabaseTransaction } from '../store/database.ts';
import type { VersionStart } from '../store/recording-ground.ts';

/** The rules of all versions of a company, asked for by channel. */
export interface CompanyRules {
  forChannel(channelId: string): readonly VersionRules[];
}

interface StartedRules {
  readonly number: number;
  readonly effectiveAt: Instant;
  readonly rules: MeasuringRules;
}

const MOST_VERSIONS = 500;
const caches = new WeakMap<Database, Map<string, MeasuringRules>>();

/**
 * Compiled rules of the company's published versions. A version never changes, so each is compiled once for a database,
 * and the least recently used are forgotten.
 * @param starts all of them, as `trx` sees them.
 * @param trx must not itself have published a version: if it were rolled back, the cache would keep what never was.
 */
export async function getCompanyRules(
  db: Database,
  trx: DatabaseTransaction,
  companyId: number,
  starts: readonly VersionStart[],
): Promise<CompanyRules> {
  const cache = caches.get(db) ?? new Map<string, MeasuringRules>();
  caches.set(db, cache);
  if (starts.some(({ number }) => !cache.has(keyOf(companyId, number)))) {
    for (const version of await listAgreementVersions(trx, companyId)) {
      cache.set(keyOf(companyId, version.number), toMeasuringRules(version.content));
    }
  }
  const versions = starts.map(({ number, effectiveAt }) => ({ number, effectiveAt, rules: use(cache, keyOf(companyId, number)) }));
  for (const key of cache.keys()) {
    if (cache.size <= MOST_VERSIONS) break;
    cache.delete(key);
  }
  return toCompanyRules(versions);
}

/** The same, compiled afresh: for a transaction that publishes. */
export async function compileCompanyRules(trx: DatabaseTransaction, companyId: number): Promise<CompanyRules> {
  const versions = await listAgreementVersions(trx, companyId);
  return toCompanyRules(versions.map(({ number, effectiveAt, content }) => ({ number, effectiveAt, rules: toMeasuringRules(content) })));
}

const keyOf = (companyId: number, number: number): string => `${companyId}:${number}`;

function use(cache: Map<string, MeasuringRules>, key: string): MeasuringRules {
  const rules = cache.get(key) as MeasuringRules;
  cache.delete(key);
  cache.set(key, rules);
  return rules;
}

const NO_RULES: readonly CommitmentRule[] = [];

function toCompanyRules(versions: readonly StartedRules[]): CompanyRules {
  const byChannel = new Map<string, VersionRules[]>();
  return {
    forChannel(channelId) {
      const known = byChannel.get(channelId);
      if (known !== undefined) return known;
      const rules = versions.map(({ number, effectiveAt, rules }) => ({
        number,
        effectiveAt,
        commitments: rules.get(channelId) ?? NO_RULES,
      }));
      byChannel.set(channelId, rules);
      return rules;
    },
  };
}
