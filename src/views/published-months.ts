import type { Instant } from '../domain/instant.ts';
import { compareMonth, type MonthDifference, monthFigure, type PublishedMonth, toMonthFigures } from '../domain/month/month-figures.ts';
import type { ShownMonths } from '../domain/month/shown-months.ts';
import { readPeriod } from '../domain/report/period.ts';
import type { ComputedBy } from '../domain/rules-version.ts';
import { type StatedPromise, statedInputs, statedPromise, statePromise } from '../domain/statement/statement.ts';
import { readSpanFigures } from './company-figures.ts';
import type { CompanyReference, Reader } from './reader.ts';

/** What a company promised in a month, and what came of it, as it stands at `now`. */
export async function readMonthPromises(
  db: Reader,
  company: CompanyReference,
  span: { readonly fromAt: Instant; readonly toAt: Instant },
  now: Instant,
): Promise<StatedPromise[]> {
  const { figures } = await readSpanFigures(db, company, span, now);
  return [...figures.commitments, ...figures.former].map(statePromise);
}

/** The months that a company has published, newest first. */
export async function readPublishedMonths(db: Reader, companyId: number, most = MOST_MONTHS): Promise<PublishedMonth[]> {
  const rows = await selectMonths(db, companyId).orderBy('month', 'desc').limit(most).execute();
  return rows.map(toPublishedMonth);
}

/** A month as it was published; undefined where it is not yet. @param month YYYY-MM */
export async function findPublishedMonth(db: Reader, companyId: number, month: string): Promise<PublishedMonth | undefined> {
  const row = await selectMonths(db, companyId).where('month', '=', month).executeTakeFirst();
  return row && toPublishedMonth(row);
}

/** Enough to compare a month with the same one a year before. */
const MONTHS_SHOWN = 13;

/** The published months that a company's page shows. */
export async function readShownMonths(db: Reader, companyId: number): Promise<ShownMonths> {
  const months = await readPublishedMonths(db, companyId, MONTHS_SHOWN);
  if (months.length === 0) return { months, signed: [] };
  const rows = await db.selectFrom('signed_statement').select('month').where('company_id', '=', companyId).execute();
  return { months, signed: rows.map(({ month }) => month) };
}

/** A hundred years. */
const MOST_MONTHS = 1_200;

function selectMonths(db: Reader, companyId: number) {
  return db
    .selectFrom('published_month')
    .select(['month', 'time_zone', 'rules_version', 'time_zone_data', 'published_at', 'figures', 'promises', 'inputs'])
    .where('company_id', '=', companyId);
}

type MonthRow = Awaited<ReturnType<ReturnType<typeof selectMonths>['executeTakeFirstOrThrow']>>;

function toPublishedMonth(row: MonthRow): PublishedMonth {
  const promises = row.promises === null ? undefined : statedPromise.array().parse(row.promises);
  return {
    month: row.month,
    timeZone: row.time_zone,
    rulesVersion: row.rules_version,
    timeZoneData: row.time_zone_data,
    publishedAt: row.published_at,
    figures: promises === undefined ? monthFigure.array().parse(row.figures) : toMonthFigures(promises),
    promises,
    inputs: row.inputs === null ? undefined : statedInputs.parse(row.inputs),
  };
}

/** Months looked at when published ones are compared with today's. */
const MONTHS_COMPARED = 12;

/** Where published months of the last year are not what they would be if they were counted now. They are kept all the same. */
export async function comparePublishedMonths(db: Reader, companyId: number, present: ComputedBy, now: Instant): Promise<MonthDifference[]> {
  const differences: MonthDifference[] = [];
  for (const published of await readPublishedMonths(db, companyId, MONTHS_COMPARED)) {
    const { timeZone } = await db
      .selectFrom('company')
      .select('time_zone as timeZone')
      .where('id', '=', companyId)
      .executeTakeFirstOrThrow();
    const month = readPeriod(published.month, timeZone, now);
    if (!month.ok) continue;
    const promises = await readMonthPromises(db, { id: companyId, timeZone }, month.period, now);
    differences.push(...compareMonth(published, toMonthFigures(promises), present));
  }
  return differences;
}
