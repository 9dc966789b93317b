import { createHash } from 'node:crypto';
import { HOUR_SECONDS, type Instant } from '../domain/instant.ts';
import type { Period } from '../domain/report/period.ts';
import { RULES_VERSION } from '../domain/rules-version.ts';
import { listDueMonths } from '../domain/statement/due-months.ts';
import { STATEMENT_FORMAT, type Statement, statePromise } from '../domain/statement/statement.ts';
import type { Services } from '../http/services.ts';
import type { Database } from '../store/database.ts';
import {
  insertSignedStatement,
  listSignedMonths,
  listStatedEvents,
  listStatingCompanies,
  type StatingCompany,
} from '../store/statement.ts';
import { readSpanFigures } from '../views/company-figures.ts';
import { logFailure } from './log-failure.ts';
import { repeat } from './repeat.ts';
import type { StatementKey } from './statement-key.ts';
import { signStatement, writeCanonical } from './statement-signature.ts';

const EVENTS_AT_ONCE = 5_000;

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
  for (const company of await listStatingCompanies(signing.db)) {
    // What one company's data do must not keep the others waiting.
    await signCompany(signing, company, now).catch((error: unknown) => logFailure(`signing statements of company ${company.id}`, error));
  }
}

async function signCompany(signing: Signing, company: StatingCompany, now: Instant): Promise<void> {
  const signed = new Set(await listSignedMonths(signing.db, company.id));
  for (const period of listDueMonths(company.fromMonth, company.timeZone, now).filter(({ key }) => !signed.has(key))) {
    const key = signing.key();
    if (key === undefined) return;
    const document = writeCanonical(signStatement(await makeStatement(signing, company, period, now), key));
    await insertSignedStatement(signing.db, company.id, { month: period.key, document, signedAt: now });
  }
}

/**
 * Puts a statement together.
 * @throws Error when events of the month came meanwhile, so that figures and digest could be of different events: the next hour tries again.
 */
async function makeStatement(
  { db, issuer, timeZoneData }: Signing,
  company: StatingCompany,
  period: Period,
  now: Instant,
): Promise<Statement> {
  const promises = await readPromises(db, company, period, now);
  const inputs = await digestInputs(db, company.id, { fromAt: period.fromAt, toAt: period.toAt, recordedUntil: now });
  const after = await readPromises(db, company, period, now);
  if (writeCanonical(after) !== writeCanonical(promises)) throw new Error(`The figures of ${period.key} changed while they were stated.`);
  return {
    format: STATEMENT_FORMAT,
    issuer,
    company: { slug: company.slug, name: company.name },
    month: period.key,
    timeZone: company.timeZone,
    fromAt: period.fromAt,
    toAt: period.toAt,
    computedAt: now,
    rulesVersion: RULES_VERSION,
    timeZoneData,
    promises,
    inputs,
  };
}

async function readPromises(db: Database, company: StatingCompany, period: Period, now: Instant) {
  const { figures } = await readSpanFigures(db, company, period, now);
  return [...figures.commitments, ...figures.former].map(statePromise);
}

/**
 * The digest of the events behind a month: SHA-256 of a line for each, in order of source and id by bytes. A line is the canonical JSON of
 * source, id, conversation, channel, type, at, recorded at, audience, language, message, reason, topic, due at, and a line feed.
 */
export async function digestInputs(
  db: Database,
  companyId: number,
  span: { readonly fromAt: Instant; readonly toAt: Instant; readonly recordedUntil: Instant },
): Promise<Statement['inputs']> {
  const hash = createHash('sha256');
  let events = 0;
  for (let after = { sourceId: 0, id: '' }; ; ) {
    const batch = await listStatedEvents(db, companyId, span, after, EVENTS_AT_ONCE);
    for (const { values } of batch) hash.update(`${writeCanonical(values)}\n`);
    events += batch.length;
    const last = batch.at(-1);
    if (last === undefined || batch.length < EVENTS_AT_ONCE) return { events, digest: `sha256:${hash.digest('hex')}` };
    after = { sourceId: last.sourceId, id: last.id };
  }
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
