import { findWindow, type WindowKey } from '../domain/compliance/window.ts';
import { type CompanyReport, makeReport } from '../domain/figures/company-report.ts';
import { makeFigures } from '../domain/figures/make-figures.ts';
import type { ComingInstants } from '../domain/figures/next-change.ts';
import type { Instant } from '../domain/instant.ts';
import { countSums, countTallies, type ObligationCount } from '../domain/tally/count-tallies.ts';
import { type ChangeRow, changesOf, toTallyChange } from '../store/day-change.ts';
import { companyOf, findPublicCompany } from './find-company.ts';
import { type ComingRow, comingOf, toComingInstants } from './read-coming-instants.ts';
import { type FigureGround, figureParts, toFigureGround } from './read-figure-sources.ts';
import { readTogether } from './read-together.ts';
import type { CompanyReference, Reader } from './reader.ts';
import { readTallies, refreshWhereKept, settleWhereKept } from './tallies/read-tallies.ts';
import { type SumRow, sumsOf, toTallySum } from './tallies/select-sums.ts';
import { type DaySpan, type TallyRange, toDays } from './tallies/tally-range.ts';

/** A report without percentiles and reasons of exclusions, and what is to come by the passing of time alone. */
export interface CountedReport {
  readonly report: CompanyReport;
  readonly coming: ComingInstants;
}

/**
 * Finds what is said of a company in a badge, or undefined when no company goes by `slug`: all that `findCompanyReport` says but how long
 * people waited and why messages were excluded. It takes two ways to the database and back, or one where it is known which company that may be.
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
    ...sumParts(asked.id, days, now),
    coming: comingOf(asked.id, now),
  };
  const { companies, sums, changes, coming, ...rows } = await readTogether(db, parts);
  const [company] = companies;
  if (company === undefined) return undefined;
  if (company.id !== asked.id || company.timeZone !== asked.timeZone) return findCountedReport(db, slug, key, now, company);
  const ground = await toFigureGround(db, company.id, rows, now);
  const counts = await countMessages(db, { company, commitmentIds: ground.commitmentIds, ...days }, ground, { sums, changes }, now);
  const figures = makeFigures({ ...ground, counts, percentiles: [] }, now, now);
  return {
    report: makeReport(company, { window, ...figures }),
    coming: await toComingInstants(db, company.id, coming[0] as ComingRow, now),
  };
}

/** What a badge's counts are made from where no day is marked, to be read together. */
const sumParts = (companyId: number, days: DaySpan, now: Instant) => ({
  sums: sumsOf(companyId, days, now),
  changes: changesOf(companyId, days, false),
});

interface SumRows {
  readonly sums: readonly SumRow[];
  readonly changes: readonly ChangeRow[];
}

/** Sums and changes tell it where the tallies hold nothing that is yet to happen; else the tallies do, one by one. */
async function countMessages(db: Reader, range: TallyRange, ground: FigureGround, rows: SumRows, now: Instant): Promise<ObligationCount[]> {
  const known = new Set(range.commitmentIds);
  const isKnown = ({ commitmentId }: { readonly commitmentId: string }) => known.has(commitmentId);
  const marked = ground.marked.filter(isKnown);
  const isRefreshed = await refreshWhereKept(db, range.company.id, marked);
  const changedDays = rows.changes.map(({ commitment_id: commitmentId, day }) => ({ commitmentId, day }));
  const isSettled = await settleWhereKept(db, range.company.id, changedDays);
  const newest = isRefreshed || isSettled ? await readTogether(db, sumParts(range.company.id, range, now)) : rows;
  const sums = newest.sums.filter(isKnown);
  const changes = newest.changes.map(toTallyChange).filter(isKnown);
  const isRight = (isRefreshed || marked.length === 0) && [...sums, ...changes].every(({ settledAt }) => settledAt <= now);
  return isRight
    ? countSums(sums.map(toTallySum), changes, now)
    : withoutReasons(countTallies(await readTallies(db, range, now, 'counts', isRefreshed ? [] : marked), now));
}

const withoutReasons = (counts: readonly ObligationCount[]) =>
  counts.map((count): ObligationCount => ({ ...count, exclusionReason: null }));
