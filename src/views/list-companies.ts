import { type SelectQueryBuilder, sql } from 'kysely';
import type { Schema } from '../../db/schema.ts';
import type { Standing } from '../domain/company/standing.ts';
import type { Reader } from './reader.ts';

/** A company in a list, with how it stood when it was last counted. */
export interface ListedCompany {
  readonly slug: string;
  readonly name: string;
  readonly industry: string;
  readonly country: string;
  readonly timeZone: string;
  readonly logoDigest: string | null;
  /** Null until it was counted for the first time. */
  readonly standing: Standing | null;
}

export interface CompanySearch {
  /** Part of a name, a site, the company's address here, or a whole handle; empty finds all. */
  readonly text: string;
  /** Empty: any. */
  readonly industry: string;
  readonly country: string;
  /** `next` of the page before. */
  readonly after: string | null;
}

export interface CompanyList {
  readonly companies: readonly ListedCompany[];
  /** Leads to the next page; null on the last. */
  readonly next: string | null;
}

const PAGE_SIZE = 25;

/**
 * Companies that keep the largest part of their promises first, among equals those with more messages; those without a verdict come last.
 * Paged by key, so that a page deep down costs no more than the first and none is seen twice because another moved.
 */
export async function listCompanies(db: Reader, search: CompanySearch, most: number = PAGE_SIZE): Promise<CompanyList> {
  const rows = await narrow(
    db
      .selectFrom('company')
      .leftJoin('company_logo', 'company_logo.company_id', 'company.id')
      .select([
        'company.id',
        'company.slug',
        'company.name',
        'company.industry',
        'company.country',
        'company.time_zone as timeZone',
        'company.standing',
        'company.kept_part',
        'company.decided_messages',
        'company_logo.digest as logoDigest',
      ]),
    search,
  )
    .orderBy('company.kept_part', 'desc')
    .orderBy('company.decided_messages', 'desc')
    .orderBy('company.id', 'desc')
    .limit(most + 1)
    .execute();
  const shown = rows.slice(0, most);
  const last = rows.length > most ? shown.at(-1) : undefined;
  return {
    companies: shown.map(({ slug, name, industry, country, timeZone, logoDigest, standing }) => ({
      slug,
      name,
      industry,
      country,
      timeZone,
      logoDigest,
      standing: standing as Standing | null,
    })),
    next: last === undefined ? null : `${last.kept_part}.${last.decided_messages}.${last.id}`,
  };
}

type Companies<Output> = SelectQueryBuilder<Schema, 'company' | 'company_logo', Output>;

function narrow<Output>(query: Companies<Output>, { text, industry, country, after }: CompanySearch): Companies<Output> {
  let narrowed = query;
  if (text !== '') narrowed = narrowed.where(isMeant(text.toLowerCase()));
  if (industry !== '') narrowed = narrowed.where('company.industry', '=', industry);
  if (country !== '') narrowed = narrowed.where('company.country', '=', country);
  const key = after === null ? undefined : /^(-?\d{1,4})\.(\d{1,15})\.(\d{1,15})$/.exec(after);
  if (key) {
    const [, keptPart, decided, id] = key.map(Number);
    narrowed = narrowed.where(
      sql<boolean>`(company.kept_part, company.decided_messages, company.id) < (${keptPart}::int4, ${decided}::int8, ${id}::int8)`,
    );
  }
  return narrowed;
}

function isMeant(text: string) {
  const part = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
  const bare = text.replace(/^@/, '');
  return sql<boolean>`(
    lower(company.name) like ${part} or company.slug like ${part} or lower(company.site) like ${part}
    or company.id in (select channel.company_id from channel where lower(channel.handle) in (${bare}, ${`@${bare}`}))
  )`;
}
