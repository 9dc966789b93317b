import type { Instant } from '../instant.ts';

/** A version as far as it matters when it counts. */
export interface Effective {
  readonly number: number;
  readonly effectiveAt: Instant;
}

/**
 * The version in force at `at`: the newest number whose effective instant is not after it (inclusive). Undefined before the first.
 *
 * What was decided later wins: a version that waits for its day is replaced by a newer one that takes effect sooner,
 * and then never comes into force. So a company can take back an announced weakening by publishing again.
 * The past stays as it was, because no version takes effect before it is published.
 */
export function findVersionInForce<Version extends Effective>(versions: readonly Version[], at: Instant): Version | undefined {
  let inForce: Version | undefined;
  for (const version of versions) {
    if (version.effectiveAt <= at && (inForce === undefined || version.number > inForce.number)) inForce = version;
  }
  return inForce;
}

/** When a version is in force: [fromAt, toAt), `toAt` null while no later version ends it. */
export interface InForce {
  readonly fromAt: Instant;
  readonly toAt: Instant | null;
}

/** When the version with `number` was, is or will be in force; undefined when a newer one replaces it before its day. */
export function findTimeInForce(versions: readonly Effective[], number: number): InForce | undefined {
  const version = versions.find((candidate) => candidate.number === number);
  if (version === undefined) return undefined;
  const ends = versions.filter((candidate) => candidate.number > number).map((candidate) => candidate.effectiveAt);
  const toAt = ends.length === 0 ? null : Math.min(...ends);
  return toAt !== null && toAt <= version.effectiveAt ? undefined : { fromAt: version.effectiveAt, toAt };
}

/** The version in force at `at` and those that will follow it as things stand, in the order in which they take effect. */
export function listVersionsFrom<Version extends Effective>(versions: readonly Version[], at: Instant): Version[] {
  return versions
    .filter((version) => {
      const time = findTimeInForce(versions, version.number);
      return time !== undefined && (time.toAt === null || time.toAt > at);
    })
    .sort((a, b) => a.effectiveAt - b.effectiveAt);
}
