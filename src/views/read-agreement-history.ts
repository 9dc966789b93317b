import { sql } from 'kysely';
import { type Agreement, type AgreementVersion, agreementForm } from '../domain/agreement/agreement.ts';
import { findVersionInForce, listVersionsFrom } from '../domain/agreement/version-in-force.ts';
import type { AgreementHistory } from '../domain/figures/figures.ts';
import type { Instant } from '../domain/instant.ts';
import { prepared } from '../store/prepared.ts';
import type { Reader } from './reader.ts';

/** When a version was published and takes effect. */
export type VersionRow = Omit<AgreementVersion, 'content'>;

/** The versions of a company, oldest first. */
export const versionsOf = (companyId: number) => sql<VersionRow>`
  select number, published_at as "publishedAt", effective_at as "effectiveAt" from agreement_version where company_id = ${companyId} order by number`;

/** Reads a company's versions, and which of them counts at `now`. */
export async function readAgreementHistory(db: Reader, companyId: number, now: Instant): Promise<AgreementHistory> {
  const { rows } = await sql<VersionRow>`${prepared} ${versionsOf(companyId)}`.execute(db);
  return toAgreementHistory(db, companyId, rows, now);
}

/** The same from its rows. Reads the contents of those that were never read before. */
export async function toAgreementHistory(
  db: Reader,
  companyId: number,
  rows: readonly VersionRow[],
  now: Instant,
): Promise<AgreementHistory> {
  const contents = await readContents(
    db,
    companyId,
    rows.map(({ number }) => number),
  );
  const versions = rows.map((row) => ({ ...row, content: contents.get(row.number) as Agreement }));
  return {
    versions,
    inForce: findVersionInForce(versions, now),
    announced: listVersionsFrom(versions, now).find(({ effectiveAt }) => effectiveAt > now),
  };
}

/** Contents that were read, by company and number: a version never changes. The oldest make room. */
const MOST_CONTENTS = 1_000;
const contentsOf = new WeakMap<Reader, Map<string, Agreement>>();

async function readContents(db: Reader, companyId: number, numbers: readonly number[]): Promise<Map<number, Agreement>> {
  const held = contentsOf.get(db) ?? new Map<string, Agreement>();
  contentsOf.set(db, held);
  const contents = new Map<number, Agreement>();
  for (const number of numbers) {
    const content = held.get(nameVersion(companyId, number));
    if (content !== undefined) contents.set(number, content);
  }
  const missing = numbers.filter((number) => !contents.has(number));
  if (missing.length === 0) return contents;
  const query = db.selectFrom('agreement_version').select(['number', 'content']).where('company_id', '=', companyId);
  for (const { number, content } of await query.where('number', 'in', missing).execute()) {
    const parsed = agreementForm.parse(content);
    contents.set(number, parsed);
    held.set(nameVersion(companyId, number), parsed);
  }
  for (const oldest of held.keys()) {
    if (held.size <= MOST_CONTENTS) break;
    held.delete(oldest);
  }
  return contents;
}

const nameVersion = (companyId: number, number: number): string => `${companyId} ${number}`;
