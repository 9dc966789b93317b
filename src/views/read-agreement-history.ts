import { agreementForm } from '../domain/agreement/agreement.ts';
import { findVersionInForce, listVersionsFrom } from '../domain/agreement/version-in-force.ts';
import type { AgreementHistory } from '../domain/figures/figures.ts';
import type { Instant } from '../domain/instant.ts';
import type { Reader } from './reader.ts';

/** Reads a company's versions, and which of them counts at `now`. */
export async function readAgreementHistory(db: Reader, companyId: number, now: Instant): Promise<AgreementHistory> {
  const rows = await db
    .selectFrom('agreement_version')
    .select(['number', 'content', 'published_at', 'effective_at'])
    .where('company_id', '=', companyId)
    .orderBy('number')
    .execute();
  const versions = rows.map((row) => ({
    number: row.number,
    publishedAt: row.published_at,
    effectiveAt: row.effective_at,
    content: agreementForm.parse(row.content),
  }));
  return {
    versions,
    inForce: findVersionInForce(versions, now),
    announced: listVersionsFrom(versions, now).find(({ effectiveAt }) => effectiveAt > now),
  };
}
