import { findWindow, type WindowKey } from '../domain/compliance/window.ts';
import { type CompanyReport, makeReport } from '../domain/figures/company-report.ts';
import { makeFigures } from '../domain/figures/make-figures.ts';
import type { ComingInstants } from '../domain/figures/next-change.ts';
import type { Instant } from '../domain/instant.ts';
import { countSums, countTallies, type ObligationCount } from '../domain/tally/count-tallies.ts';
import { companyOf, findPublicCompany } from './find-company.ts';
import { type ComingRow, comingOf, toComingInstants } from './read-coming-instants.ts';
import { type FigureGround, figureParts, toFigureGround } from './read-figure-sources.ts';
import { readTogether } from './read-together.ts';
import type { CompanyReference, Reader } from './reader.ts';
import { readTallies, refreshWhereKept } from './tallies/read-tallies.ts';
import { readSums, type SumRow, sumsOf, toTallySum } from './tallies/select-sums.ts';
import { type TallyRange, toDays } from './tallies/tally-range.ts';

/** A report without percentiles, and what is to come by the passing of time alone. */
export interface CountedReport {
  readonly report: CompanyReport;
  readonly coming: ComingInstants;
}

/**
 * Finds what is said of a company in a badge, or undefined when no company goes by `slug`: all that `findCompanyReport` says but how long
 * people waited. It takes two ways to the database and back, or one where it is known which company that may be.
 * @param known who went by `slug` when it was last read. It is asked again.
 */
export async function findCountedReport(
  db: Reader,
  slug: string,
  key: WindowKey,
  now: Instant,
  known?: CompanyReference,
): Promise<CountedReport | undefined> {
  const asked = known ?? (await findPublicCompany(db, slug));
  if (asked === undefined) return undefined;
  const window = findWindow(key, asked.timeZone, now);
  const days = toDays(asked, window);
  const parts = {
    companies: companyOf(slug),
    ...figureParts(asked.id, days),
    sums: sumsOf(asked.id, days, now),
    coming: comingOf(asked.id, now),
  };
  const { companies, sums, coming, ...rows } = await readTogether(db, parts);
  const [company] = companies;
  if (company === undefined) return undefined;
  if (company.id !== asked.id || company.timeZone !== asked.timeZone) return findCountedReport(db, slug, key, now, company);
  const ground = await toFigureGround(db, company.id, rows, now);
  const counts = await countMessages(db, { company, commitmentIds: ground.commitmentIds, ...days }, ground, sums, now);
  const figures = makeFigures({ ...ground, counts, percentiles: [] }, now, now);
  return {
    report: makeReport(company, { window, ...figures }),
    coming: await toComingInstants(db, company.id, coming[0] as ComingRow, now),
  };
}

/** Sums tell it where the tallies are right and hold nothing that is yet to happen; else the tallies do, one by one. */
async function countMessages(
  db: Reader,
  range: TallyRange,
  ground: FigureGround,
  sums: readonly SumRow[],
  now: Instant,
): Promise<ObligationCount[]> {
  const known = new Set(range.commitmentIds);
  const marked = ground.marked.filter(({ commitmentId }) => known.has(commitmentId));
  const isRefreshed = await refreshWhereKept(db, range.company.id, marked);
  const newest = isRefreshed ? await readSums(db, range.company.id, range, now) : sums;
  const own = newest.filter(({ commitmentId }) => known.has(commitmentId));
  const isRight = (isRefreshed || marked.length === 0) && own.every(({ settledAt }) => settledAt <= now);
  return isRight
    ? countSums(own.map(toTallySum), now)
    : countTallies(await readTallies(db, range, now, 'counts', isRefreshed ? [] : marked), now);
}
