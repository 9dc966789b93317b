import type { Database, DatabaseTransaction } from './database.ts';

export interface CompanyLogo {
  readonly content: Buffer;
  readonly contentType: string;
  /** SHA-256 of the content, hex. */
  readonly digest: string;
}

export async function findCompanyLogo(db: Database | DatabaseTransaction, slug: string): Promise<CompanyLogo | undefined> {
  const row = await db
    .selectFrom('company_logo')
    .innerJoin('company', 'company.id', 'company_logo.company_id')
    .select(['company_logo.content', 'company_logo.content_type as contentType', 'company_logo.digest'])
    .where('company.slug', '=', slug)
    .executeTakeFirst();
  return row === undefined ? undefined : { ...row, content: Buffer.from(row.content) };
}

/** Keeps the company's logo in place of one it had. */
export async function upsertCompanyLogo(trx: DatabaseTransaction, companyId: number, logo: CompanyLogo): Promise<void> {
  const values = { content: logo.content, content_type: logo.contentType, digest: logo.digest };
  await trx
    .insertInto('company_logo')
    .values({ company_id: companyId, ...values })
    .onConflict((conflict) => conflict.column('company_id').doUpdateSet(values))
    .execute();
}

export async function deleteCompanyLogo(trx: DatabaseTransaction, companyId: number): Promise<void> {
  await trx.deleteFrom('company_logo').where('company_id', '=', companyId).execute();
}
