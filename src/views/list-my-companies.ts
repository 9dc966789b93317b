import type { Role } from '../../db/schema.ts';
import type { Reader } from './reader.ts';

/** A company as its members find it in their list. */
export interface MyCompany {
  readonly slug: string;
  readonly name: string;
  readonly role: Role;
  readonly logoDigest: string | null;
  /** Number of its newest published version; null before the first. */
  readonly version: number | null;
}

/** The companies somebody belongs to, by name. */
export async function listMyCompanies(db: Reader, userId: string): Promise<MyCompany[]> {
  return db
    .selectFrom('member')
    .innerJoin('company', 'company.id', 'member.company_id')
    .leftJoin('company_logo', 'company_logo.company_id', 'company.id')
    .select((of) => [
      'company.slug',
      'company.name',
      'member.role',
      'company_logo.digest as logoDigest',
      of
        .selectFrom('agreement_version')
        .select((version) => version.fn.max('agreement_version.number').as('number'))
        .whereRef('agreement_version.company_id', '=', 'company.id')
        .as('version'),
    ])
    .where('member.user_id', '=', userId)
    .orderBy('company.name')
    .orderBy('company.slug')
    .execute();
}
