import { sql } from 'kysely';
import type { PublicCompany } from '../domain/company/public-company.ts';
import { prepared } from '../store/prepared.ts';
import type { Reader } from './reader.ts';

/** The company that goes by `slug`: one row, or none. */
export const companyOf = (slug: string) => sql<PublicCompany>`
  select company.id, company.slug, company.name, company.site, company.industry, company.country, company.time_zone as "timeZone",
    company.notice, company.created_at as "createdAt", company_logo.digest as "logoDigest"
  from company
  left join company_logo on company_logo.company_id = company.id
  where company.slug = ${slug}`;

export async function findPublicCompany(db: Reader, slug: string): Promise<PublicCompany | undefined> {
  const { rows } = await sql<PublicCompany>`${prepared} ${companyOf(slug)}`.execute(db);
  return rows[0];
}
