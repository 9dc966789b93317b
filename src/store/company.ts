import { sql } from 'kysely';
import type { Row } from '../../db/schema.ts';
import type { Instant } from '../domain/instant.ts';
import type { Database, DatabaseTransaction } from './database.ts';
import { pipelined } from './pipelined.ts';
import { prepared } from './prepared.ts';

export interface Company {
  id: number;
  slug: string;
  name: string;
  site: string;
  industry: string;
  country: string;
  timeZone: string;
  notice: string | null;
  createdAt: Instant;
}

const COLUMNS = ['id', 'slug', 'name', 'site', 'industry', 'country', 'time_zone', 'notice', 'created_at'] as const;

function toCompany(row: Pick<Row<'company'>, (typeof COLUMNS)[number]>): Company {
  const { time_zone: timeZone, created_at: createdAt, ...rest } = row;
  return { ...rest, timeZone, createdAt };
}

export async function findCompanyBySlug(db: Database | DatabaseTransaction, slug: string): Promise<Company | undefined> {
  const row = await db.selectFrom('company').select(COLUMNS).where('slug', '=', slug).executeTakeFirst();
  return row === undefined ? undefined : toCompany(row);
}

export async function findCompanyById(db: Database | DatabaseTransaction, id: number): Promise<Company | undefined> {
  const row = await db.selectFrom('company').select(COLUMNS).where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : toCompany(row);
}

/** Inserts a company and returns it, or undefined when the slug is taken. */
export async function insertCompany(
  db: Database | DatabaseTransaction,
  company: Omit<Company, 'id'> & { authorKey: Buffer },
): Promise<Company | undefined> {
  const row = await db
    .insertInto('company')
    .values({
      slug: company.slug,
      name: company.name,
      site: company.site,
      industry: company.industry,
      country: company.country,
      time_zone: company.timeZone,
      author_key: company.authorKey,
      notice: company.notice,
      created_at: company.createdAt,
    })
    .onConflict((conflict) => conflict.column('slug').doNothing())
    .returning(COLUMNS)
    .executeTakeFirst();
  return row === undefined ? undefined : toCompany(row);
}

/** What a company may change about itself. */
export type CompanyProfile = Pick<Company, 'name' | 'site' | 'industry' | 'country' | 'timeZone'>;

export async function updateCompanyProfile(trx: DatabaseTransaction, companyId: number, profile: CompanyProfile): Promise<void> {
  const { name, site, industry, country, timeZone } = profile;
  await trx.updateTable('company').set({ name, site, industry, country, time_zone: timeZone }).where('id', '=', companyId).execute();
}

/** Moves a company to another slug, which must be free: look first, hold the company, and let the constraint decide a race. */
export async function updateCompanySlug(trx: DatabaseTransaction, companyId: number, slug: string): Promise<void> {
  await trx.updateTable('company').set({ slug }).where('id', '=', companyId).execute();
}

/** Hashes the company's authors. */
export async function findAuthorKey(db: Database | DatabaseTransaction, companyId: number): Promise<Buffer | undefined> {
  const row = await db.selectFrom('company').select('author_key').where('id', '=', companyId).executeTakeFirst();
  return row?.author_key;
}

/** Holds the company, together with others who hold it so, until the transaction ends: whoever wants it alone waits. */
export async function holdCompany(trx: DatabaseTransaction, companyId: number): Promise<void> {
  await sql`${pipelined}${prepared} select from company where id = ${companyId} for key share`.execute(trx);
}

/** Waits until nobody else holds the company, and holds it alone until the transaction ends. */
export async function holdCompanyAlone(trx: DatabaseTransaction, companyId: number): Promise<Pick<Company, 'timeZone'>> {
  return trx.selectFrom('company').select('time_zone as timeZone').where('id', '=', companyId).forUpdate().executeTakeFirstOrThrow();
}
