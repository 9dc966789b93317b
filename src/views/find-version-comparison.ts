import type { AgreementChange } from '../domain/agreement/agreement-change.ts';
import { compareAgreements } from '../domain/agreement/compare-agreements.ts';
import { findWeakenings, type Weakening } from '../domain/agreement/is-weakening.ts';
import type { Instant } from '../domain/instant.ts';
import { findVersionHistory, type VersionHistory, type VersionSummary } from './find-version-history.ts';
import type { Reader } from './reader.ts';

/** Two versions of a company and what is different in the second. */
export interface VersionComparison extends VersionHistory {
  readonly from: VersionSummary;
  readonly to: VersionSummary;
  readonly changes: readonly AgreementChange[];
  /** In what the second promises less, from its publication on. */
  readonly weakenings: readonly Weakening[];
}

/**
 * Reads the comparison of two versions: those asked for, else the newest with the one before it. Undefined when there is no such
 * company or no such version.
 */
export async function findVersionComparison(
  db: Reader,
  slug: string,
  asked: { readonly from: number | undefined; readonly to: number | undefined },
  now: Instant,
): Promise<VersionComparison | undefined> {
  const history = await findVersionHistory(db, slug, now);
  const find = (number: number) => history?.versions.find(({ version }) => version.number === number);
  const to = asked.to === undefined ? history?.versions[0] : find(asked.to);
  if (history === undefined || to === undefined) return undefined;
  const from = find(asked.from ?? Math.max(1, to.version.number - 1));
  if (from === undefined) return undefined;
  const changes = compareAgreements(from.version.content, to.version.content);
  const since = Math.max(from.version.publishedAt, to.version.publishedAt);
  return { ...history, from, to, changes, weakenings: findWeakenings(from.version.content, to.version.content, since) };
}
