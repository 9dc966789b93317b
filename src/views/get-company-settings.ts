import type { Reader } from './reader.ts';

/** What can be changed about a company. */
export interface CompanySettings {
  readonly slug: string;
  readonly name: string;
  readonly site: string;
  readonly industry: string;
  readonly country: string;
  readonly timeZone: string;
  readonly logoDigest: string | null;
  /** Whether it ever published: its address is then fixed. */
  readonly isPublished: boolean;
}

/** Reads a company's settings. For members only: the caller authorises. @throws Error when there is no such company. */
export async function getCompanySettings(db: Reader, companyId: number): Promise<CompanySettings> {
  const { version, ...company } = await db
    .selectFrom('company')
    .leftJoin('company_logo', 'company_logo.company_id', 'company.id')
    .select((of) => [
      'company.slug',
      'company.name',
      'company.site',
      'company.industry',
      'company.country',
      'company.time_zone as timeZone',
      'company_logo.digest as logoDigest',
      of
        .selectFrom('agreement_version')
        .select('number')
        .whereRef('agreement_version.company_id', '=', 'company.id')
        .limit(1)
        .as('version'),
    ])
    .where('company.id', '=', companyId)
    .executeTakeFirstOrThrow();
  return { ...company, isPublished: version !== null };
}
