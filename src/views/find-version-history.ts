import type { AgreementVersion } from '../domain/agreement/agreement.ts';
import { findTimeInForce, type InForce } from '../domain/agreement/version-in-force.ts';
import type { PublicCompany } from '../domain/company/public-company.ts';
import type { Instant } from '../domain/instant.ts';
import { findPublicCompany } from './find-company.ts';
import { readAgreementHistory } from './read-agreement-history.ts';
import type { Reader } from './reader.ts';

/** `in-force` now, `announced` for later, `past`, or `replaced` before its day came. */
export type VersionState = 'in-force' | 'announced' | 'past' | 'replaced';

export interface VersionSummary {
  readonly version: AgreementVersion;
  readonly state: VersionState;
  /** Undefined when it was replaced before its day. */
  readonly time: InForce | undefined;
}

/** All versions of a company, newest first. */
export interface VersionHistory {
  readonly company: PublicCompany;
  readonly versions: readonly VersionSummary[];
}

/** Reads a company's versions, or undefined when no company goes by `slug`. */
export async function findVersionHistory(db: Reader, slug: string, now: Instant): Promise<VersionHistory | undefined> {
  const company = await findPublicCompany(db, slug);
  if (company === undefined) return undefined;
  const { versions } = await readAgreementHistory(db, company.id, now);
  const summaries = versions.map((version) => {
    const time = findTimeInForce(versions, version.number);
    return { version, time, state: toState(time, now) };
  });
  return { company, versions: summaries.reverse() };
}

function toState(time: InForce | undefined, now: Instant): VersionState {
  if (time === undefined) return 'replaced';
  if (time.fromAt > now) return 'announced';
  return time.toAt !== null && time.toAt <= now ? 'past' : 'in-force';
}
