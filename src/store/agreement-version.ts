import { type Agreement, type AgreementVersion, agreementForm } from '../domain/agreement/agreement.ts';
import type { Instant } from '../domain/instant.ts';
import type { Database, DatabaseTransaction } from './database.ts';

interface VersionRow {
  number: number;
  content: unknown;
  published_at: Instant;
  effective_at: Instant;
}

function toAgreementVersion(row: VersionRow): AgreementVersion {
  return { number: row.number, publishedAt: row.published_at, effectiveAt: row.effective_at, content: agreementForm.parse(row.content) };
}

/** All versions of a company, oldest first. */
export async function listAgreementVersions(db: Database | DatabaseTransaction, companyId: number): Promise<AgreementVersion[]> {
  const rows = await db
    .selectFrom('agreement_version')
    .select(['number', 'content', 'published_at', 'effective_at'])
    .where('company_id', '=', companyId)
    .orderBy('number')
    .execute();
  return rows.map(toAgreementVersion);
}

/**
 * Appends a version and returns true, or false when that number was published meanwhile.
 * @param version its number must follow the newest one.
 */
export async function insertAgreementVersion(
  trx: DatabaseTransaction,
  companyId: number,
  version: { number: number; content: Agreement; publishedAt: Instant; effectiveAt: Instant; publishedBy: string | null },
): Promise<boolean> {
  const result = await trx
    .insertInto('agreement_version')
    .values({
      company_id: companyId,
      number: version.number,
      content: JSON.stringify(version.content),
      published_at: version.publishedAt,
      effective_at: version.effectiveAt,
      published_by: version.publishedBy,
    })
    .onConflict((conflict) => conflict.columns(['company_id', 'number']).doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** Whether the company ever published. */
export async function hasAgreementVersion(db: Database | DatabaseTransaction, companyId: number): Promise<boolean> {
  const row = await db.selectFrom('agreement_version').select('number').where('company_id', '=', companyId).limit(1).executeTakeFirst();
  return row !== undefined;
}
