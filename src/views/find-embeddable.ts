import type { AgreementChannel } from '../domain/agreement/agreement.ts';
import type { PublicCompany } from '../domain/company/public-company.ts';
import type { Instant } from '../domain/instant.ts';
import { findPublicCompany } from './find-company.ts';
import { readAgreementHistory } from './read-agreement-history.ts';
import type { Reader } from './reader.ts';

/** What of a company has a badge. */
export interface Embeddable {
  readonly company: PublicCompany;
  /** Of the version in force. */
  readonly channels: readonly AgreementChannel[];
}

/** Reads what of a company has a badge, or undefined when no company goes by `slug`. */
export async function findEmbeddable(db: Reader, slug: string, now: Instant): Promise<Embeddable | undefined> {
  const company = await findPublicCompany(db, slug);
  if (company === undefined) return undefined;
  const { inForce } = await readAgreementHistory(db, company.id, now);
  return { company, channels: inForce?.content.channels ?? [] };
}
