import type { Instant } from '../domain/instant.ts';
import { listFinishedMonths, type Month } from '../domain/month/finished-months.ts';
import {
  compareMonth,
  countMonth,
  type MonthDifference,
  type MonthFigure,
  monthFigure,
  type PublishedMonth,
} from '../domain/month/month-figures.ts';
import type { ComputedBy } from '../domain/rules-version.ts';
import { readAgreementHistory } from './read-agreement-history.ts';
import type { CompanyReference, Reader } from './reader.ts';
import { readTallies } from './tallies/read-tallies.ts';

/** A company's figures of a month as they stand at `now`. */
export async function readMonthFigures(db: Reader, company: CompanyReference, month: Month, now: Instant): Promise<MonthFigure[]> {
  const { versions } = await readAgreementHistory(db, company.id, now);
  const commitmentIds = [...new Set(versions.flatMap(({ content }) => content.commitments.map(({ id }) => id)))];
  const tallies = await readTallies(db, { company, commitmentIds, fromDay: month.fromDay, toDay: month.toDay - 1 }, now);
  return countMonth(tallies, versions, now);
}

/** The months that a company has published, newest first. */
export async function readPublishedMonths(db: Reader, companyId: number): Promise<PublishedMonth[]> {
  const rows = await db
    .selectFrom('published_month')
    .select(['month', 'time_zone', 'rules_version', 'time_zone_data', 'published_at', 'figures'])
    .where('company_id', '=', companyId)
    .orderBy('month', 'desc')
    .execute();
  return rows.map((row) => ({
    month: row.month,
    timeZone: row.time_zone,
    rulesVersion: row.rules_version,
    timeZoneData: row.time_zone_data,
    publishedAt: row.published_at,
    figures: monthFigure.array().parse(row.figures),
  }));
}

/** Months looked at when published ones are compared with today's. */
const MONTHS_COMPARED = 12;

/** Where published months of the last year are not what they would be if they were counted now. They are kept all the same. */
export async function comparePublishedMonths(db: Reader, companyId: number, present: ComputedBy, now: Instant): Promise<MonthDifference[]> {
  const differences: MonthDifference[] = [];
  for (const published of (await readPublishedMonths(db, companyId)).slice(0, MONTHS_COMPARED)) {
    const { timeZone } = await db
      .selectFrom('company')
      .select('time_zone as timeZone')
      .where('id', '=', companyId)
      .executeTakeFirstOrThrow();
    const month = listFinishedMonths(timeZone, now, 10 * MONTHS_COMPARED).find((candidate) => candidate.month === published.month);
    if (month === undefined) continue;
    const figures = await readMonthFigures(db, { id: companyId, timeZone }, month, now);
    differences.push(...compareMonth(published, figures, present));
  }
  return differences;
}
