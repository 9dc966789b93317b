import { findWindow, type WindowKey } from '../domain/compliance/window.ts';
import type { CompanyFigures } from '../domain/figures/figures.ts';
import { makeFigures } from '../domain/figures/make-figures.ts';
import type { Instant } from '../domain/instant.ts';
import { countTallies, groupByCommitment, rankTallies, type WaitPercentiles } from '../domain/tally/count-tallies.ts';
import type { Tally } from '../domain/tally/tally.ts';
import { figureParts, toFigureGround } from './read-figure-sources.ts';
import { readTogether } from './read-together.ts';
import type { CompanyReference, Reader } from './reader.ts';
import { readTallies } from './tallies/read-tallies.ts';
import { toDays } from './tallies/tally-range.ts';

/**
 * The figures of a company: with `findCountedReport` the only source of any number that Kept shows, on the page, in badges, in charts'
 * headings and in the API. Right at `now` without any job: what time alone changes is worked out here.
 */
export async function readCompanyFigures(db: Reader, company: CompanyReference, key: WindowKey, now: Instant): Promise<CompanyFigures> {
  const window = findWindow(key, company.timeZone, now);
  const { figures } = await readSpanFigures(db, company, window, now);
  return { window, ...figures };
}

/** The figures of any days, with the tallies that they were counted from. */
export interface SpanFigures {
  readonly figures: Omit<CompanyFigures, 'window'>;
  readonly tallies: readonly Tally[];
}

/**
 * The figures of the messages that arrived in whole days of the company's zone, as they stand at `now`. Of days that are over, the promises
 * are those in force at their end, and a source that fell silent after them does not make them stale.
 */
export async function readSpanFigures(
  db: Reader,
  company: CompanyReference,
  span: { readonly fromAt: Instant; readonly toAt: Instant },
  now: Instant,
): Promise<SpanFigures> {
  const endAt = Math.min(now, span.toAt);
  const days = toDays(company, span);
  // The marked days before the tallies: whatever is marked later is told to who asks next.
  const rows = await readTogether(db, figureParts(company.id, days));
  const ground = await toFigureGround(db, company.id, rows, endAt);
  const tallies = await readTallies(db, { company, commitmentIds: ground.commitmentIds, ...days }, now, 'whole', ground.marked);
  const counts = countTallies(tallies, now);
  const percentiles = await rankAll(tallies, now);
  return { figures: makeFigures({ ...ground, counts, percentiles }, endAt, now), tallies };
}

/** The percentiles of each commitment. Of a year they take milliseconds each, so others get their turn in between. */
async function rankAll(tallies: readonly Tally[], now: Instant): Promise<WaitPercentiles[]> {
  const ranked: WaitPercentiles[] = [];
  for (const own of groupByCommitment(tallies)) {
    const { commitmentId, channelId, metric } = own[0] as Tally;
    const waited = rankTallies(own, 'waited', now);
    await new Promise(setImmediate);
    const staffed = rankTallies(own, 'staffed', now);
    await new Promise(setImmediate);
    ranked.push({ commitmentId, channelId, metric, waited, staffed });
  }
  return ranked;
}
