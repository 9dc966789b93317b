import type { PublicCompany } from '../domain/company/public-company.ts';
import { prepared } from '../store/prepared.ts';
import type { Reader } from './reader.ts';

export async function findPublicCompany(db: Reader, slug: string): Promise<PublicCompany | undefined> {
  return db
    .selectFrom('company')
    .modifyFront(prepared)
    .leftJoin('company_logo', 'company_logo.company_id', 'company.id')
    .select([
      'company.id',
      'company.slug',
      'company.name',
      'company.site',
      'company.industry',
      'company.country',
      'company.time_zone as timeZone',
      'company.notice',
      'company.created_at as createdAt',
      'company_logo.digest as logoDigest',
    ])
    .where('company.slug', '=', slug)
    .executeTakeFirst();
}
