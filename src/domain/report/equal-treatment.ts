import { findDiscoveries, logChanceOfFewer, logChanceOfMore } from '../compliance/exact-tests.ts';
import { AUDIENCE_BANDS, type AudienceBand } from '../conversation/audience.ts';
import type { CommitmentFigures } from '../figures/figures.ts';
import { FALSE_DISCOVERY_RATE, FEWEST_IN_GROUP } from './find-problems.ts';

/** How a promise was kept for the authors of one audience band. */
export interface BandShare {
  readonly band: AudienceBand;
  readonly met: number;
  readonly breached: number;
  /** Against all other bands, where chance hardly explains the difference; `few`: too few messages to tell. */
  readonly treated: 'better' | 'worse' | 'alike' | 'few';
}

export interface BandCount {
  readonly band: AudienceBand;
  readonly met: number;
  readonly breached: number;
}

/** A promise, and how it was kept for each band that wrote. */
export interface PromiseBands {
  readonly figures: CommitmentFigures;
  readonly bands: readonly BandShare[];
}

/**
 * Whether a promise was kept alike for authors with few and with many followers: each band against the others by Fisher's exact test,
 * two-sided as twice the smaller side, corrected for all bands of all promises that were looked at.
 */
export function judgeTreatment(promises: readonly { figures: CommitmentFigures; bands: readonly BandCount[] }[]): PromiseBands[] {
  const tests = promises.flatMap(({ figures, bands }) => bands.map((count) => testBand(figures, count, bands)));
  const told = tests.filter((test) => test.logChance !== undefined);
  const found = findDiscoveries(
    told.map(({ logChance }) => logChance ?? 0),
    FALSE_DISCOVERY_RATE,
  );
  return promises
    .map(({ figures }) => ({
      figures,
      bands: tests
        .filter((test) => test.figures === figures)
        .map(({ count, logChance, isBetter, ...rest }): BandShare => {
          const isFound = found[told.findIndex((test) => test.count === count)] === true;
          const treated = logChance === undefined ? 'few' : !isFound ? 'alike' : isBetter ? 'better' : 'worse';
          return { band: count.band, met: count.met, breached: count.breached, treated: rest.isAlone ? 'few' : treated };
        }),
    }))
    .filter(({ bands }) => bands.length > 1);
}

function testBand(figures: CommitmentFigures, count: BandCount, bands: readonly BandCount[]) {
  const size = count.met + count.breached;
  const allMarked = bands.reduce((sum, { met }) => sum + met, 0);
  const allSize = bands.reduce((sum, { met, breached }) => sum + met + breached, 0);
  const isFew = size < FEWEST_IN_GROUP || allSize - size < FEWEST_IN_GROUP;
  const groups = { marked: count.met, size, allMarked, allSize };
  const twice = Math.min(0, Math.min(logChanceOfMore(groups), logChanceOfFewer(groups)) + Math.LN2);
  const isBetter = count.met * allSize > allMarked * size;
  return { figures, count, isBetter, isAlone: bands.length < 2, logChance: isFew ? undefined : twice };
}

/** Bands in the order of their size. */
export function orderBands<B extends { readonly band: AudienceBand }>(bands: readonly B[]): B[] {
  return bands.toSorted((a, b) => AUDIENCE_BANDS.indexOf(a.band) - AUDIENCE_BANDS.indexOf(b.band));
}
