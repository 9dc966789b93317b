import type { Instant } from '../domain/instant.ts';
import type { Reader } from './reader.ts';

/** What a stranger may know of a company, agreements and figures apart. */
export interface PublicCompany {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly site: string;
  readonly industry: string;
  readonly country: string;
  readonly timeZone: string;
  /** To be shown on every page of the company. */
  readonly notice: string | null;
  readonly createdAt: Instant;
  /** Changes with the logo; null without one. */
  readonly logoDigest: string | null;
}

export async function findPublicCompany(db: Reader, slug: string): Promise<PublicCompany | undefined> {
  return db
    .selectFrom('company')
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
