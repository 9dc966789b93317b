import type { PublicCompany } from '../domain/company/public-company.ts';
import type { Instant } from '../domain/instant.ts';
import { type PublishedKey, publishedKey, type SignedStatement, signedStatementForm } from '../domain/statement/statement.ts';
import { findPublicCompany } from './find-company.ts';
import type { Reader } from './reader.ts';

/** The months that a company has signed statements of, newest first. */
export async function findStatementList(
  db: Reader,
  slug: string,
): Promise<{ company: PublicCompany; months: { month: string; signedAt: Instant }[] } | undefined> {
  const company = await findPublicCompany(db, slug);
  if (company === undefined) return undefined;
  const months = await db
    .selectFrom('signed_statement')
    .select(['month', 'signed_at as signedAt'])
    .where('company_id', '=', company.id)
    .orderBy('month', 'desc')
    .execute();
  return { company, months };
}

/** A company's statement of a month: as it was published, and read. */
export async function findStatement(
  db: Reader,
  slug: string,
  month: string,
): Promise<{ company: PublicCompany; document: string; signed: SignedStatement } | undefined> {
  const company = await findPublicCompany(db, slug);
  if (company === undefined) return undefined;
  const row = await db
    .selectFrom('signed_statement')
    .select('document')
    .where('company_id', '=', company.id)
    .where('month', '=', month)
    .executeTakeFirst();
  return row && { company, document: row.document, signed: signedStatementForm.parse(JSON.parse(row.document)) };
}

/** Every public key that statements were signed with, the newest first. */
export async function listStatementKeys(db: Reader): Promise<PublishedKey[]> {
  const rows = await db.selectFrom('statement_key').select('public_key').orderBy('first_used_at', 'desc').orderBy('id').execute();
  return rows.map((row) => publishedKey.parse(row.public_key));
}

/** Whether a company publishes statements, and from which month on; undefined when it never chose to. For members only. */
export async function findStatementChoice(db: Reader, companyId: number): Promise<{ isOn: boolean; fromMonth: string } | undefined> {
  return db
    .selectFrom('statement_choice')
    .select(['is_on as isOn', 'from_month as fromMonth'])
    .where('company_id', '=', companyId)
    .executeTakeFirst();
}
