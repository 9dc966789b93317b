import { HOUR_SECONDS, type Instant } from '../domain/instant.ts';
import { type Period, readPeriod } from '../domain/report/period.ts';
import { listDueMonths } from '../domain/statement/due-months.ts';
import { STATEMENT_FORMAT, type Statement } from '../domain/statement/statement.ts';
import type { Services } from '../http/services.ts';
import type { Database } from '../store/database.ts';
import { insertPublishedMonth, type NewMonth } from '../store/published-month.ts';
import { insertSignedStatement, listSignedMonths, listStatingCompanies, type StatingCompany } from '../store/statement.ts';
import { noteStatementKey } from '../store/statement-key.ts';
import { findPublishedMonth } from '../views/published-months.ts';
import { digestInputs } from './digest-inputs.ts';
import { logFailure } from './log-failure.ts';
import { computeMonth } from './publish-months.ts';
import { repeat } from './repeat.ts';
import type { StatementKey } from './statement-key.ts';
import { signStatement, writeCanonical } from './statement-signature.ts';

/** By whom, where and with what data statements are signed. */
export interface Signing {
  readonly db: Database;
  readonly issuer: string;
  /** Version of the IANA time zone data. */
  readonly timeZoneData: string;
  readonly key: () => StatementKey | undefined;
}

/** Signs every month that is due and has no statement yet, of the companies that publish them. What is signed never changes. */
export async function signDueStatements(signing: Signing, now: Instant): Promise<void> {
  const companies = await listStatingCompanies(signing.db);
  const key = companies.length === 0 ? undefined : signing.key();
  if (key === undefined) return;
  // Before any statement: none is there without its key.
  await noteStatementKey(signing.db, key.published, now);
  for (const company of companies) {
    // What one company's data do must not keep the others waiting.
    await signCompany(signing, key, company, now).catch((error: unknown) =>
      logFailure(`signing statements of company ${company.id}`, error),
    );
  }
}

async function signCompany(signing: Signing, key: StatementKey, company: StatingCompany, now: Instant): Promise<void> {
  const signed = new Set(await listSignedMonths(signing.db, company.id));
  for (const period of listDueMonths(company.fromMonth, company.timeZone, now).filter(({ key }) => !signed.has(key))) {
    const document = writeCanonical(signStatement(await makeStatement(signing, company, period, now), key));
    await insertSignedStatement(signing.db, company.id, { month: period.key, document, signedAt: now });
  }
}

/** Puts a statement together from the month as it is published; where it is not yet, it is now. */
async function makeStatement(signing: Signing, company: StatingCompany, period: Period, now: Instant): Promise<Statement> {
  const published = await findOrPublish(signing, company, period, now);
  const { fromAt, toAt } = findDays(published);
  const { month, timeZone, rulesVersion, timeZoneData, publishedAt } = published;
  return {
    format: STATEMENT_FORMAT,
    issuer: signing.issuer,
    company: { slug: company.slug, name: company.name },
    month,
    timeZone,
    fromAt,
    toAt,
    computedAt: publishedAt,
    rulesVersion,
    timeZoneData,
    promises: [...published.promises],
    inputs: published.inputs ?? (await digestInputs(signing.db, company.id, { fromAt, toAt, recordedUntil: publishedAt })),
  };
}

/** Where a month was published before its promises were kept with it, the statement is of the present, and says so by `computedAt`. */
async function findOrPublish(
  { db, timeZoneData }: Pick<Signing, 'db' | 'timeZoneData'>,
  company: StatingCompany,
  { key: month, fromAt, toAt }: Pick<Period, 'key' | 'fromAt' | 'toAt'>,
  now: Instant,
): Promise<NewMonth> {
  const known = await findPublishedMonth(db, company.id, month);
  if (known?.promises !== undefined) return { ...known, promises: known.promises };
  const computed = await computeMonth(db, { ...company, isStating: true }, { month, fromAt, toAt }, timeZoneData, now);
  if (known !== undefined) return computed;
  await insertPublishedMonth(db, company.id, computed);
  // Another process may have been faster: what is published counts.
  return findOrPublish({ db, timeZoneData }, company, { key: month, fromAt, toAt }, now);
}

/** By the clock that the month was published by. */
function findDays({ month, timeZone, publishedAt }: NewMonth): Pick<Period, 'fromAt' | 'toAt'> {
  const answer = readPeriod(month, timeZone, publishedAt);
  if (!answer.ok) throw new Error(answer.problem);
  return answer.period;
}

/** Signs what is due every hour. Returns the function that stops it. */
export function keepStatementsSigned({ db, baseUrl, now }: Services, key: Signing['key']): () => Promise<void> {
  const signing: Signing = { db, issuer: baseUrl, timeZoneData: process.versions.tz ?? 'unknown', key };
  return repeat(
    HOUR_SECONDS * 1000,
    () => signDueStatements(signing, now()),
    (error) => logFailure('signing statements', error),
  );
}
