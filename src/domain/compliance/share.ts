import type { Counts } from './counts.ts';

/** One part in ten thousand: percentages of at most two decimals are whole numbers of them. */
const BASIS_POINTS_PER_PERCENT = 100;
export const BASIS_POINTS = 10_000;

/**
 * A percentage as a whole number of basis points: 99.5 is 9950.
 *
 * @throws RangeError outside 0 to 100, or with more than two decimals.
 */
export function toBasisPoints(percent: number): number {
  const points = Math.round(percent * BASIS_POINTS_PER_PERCENT);
  // 99.57 × 100 is not a whole number in binary, but the division gives the same double back.
  if (points / BASIS_POINTS_PER_PERCENT !== percent || percent < 0 || percent > 100) {
    throw new RangeError(`Not a percentage from 0 to 100 with at most two decimals: ${percent}`);
  }
  return points;
}

/**
 * Whether the share kept is at least the objective, in whole numbers: met × 100 ≥ objective ×
 * (met + breached). Exact up to 900 thousand million obligations.
 *
 * @returns undefined when nothing is decided: no data is not 100 %.
 */
export function reachesObjective({ met, breached }: Pick<Counts, 'met' | 'breached'>, objectivePercent: number): boolean | undefined {
  if (met + breached === 0) return undefined;
  return met * BASIS_POINTS >= toBasisPoints(objectivePercent) * (met + breached);
}

/**
 * The share kept in percent, cut to `decimals` places and never rounded up: 8999 of 10000 is
 * "89 %", with one decimal "89.9 %". The space does not break.
 *
 * @returns undefined when nothing is decided.
 */
export function formatShare({ met, breached }: Pick<Counts, 'met' | 'breached'>, decimals: 0 | 1 | 2 = 0): string | undefined {
  const decided = met + breached;
  if (decided === 0) return undefined;
  const scale = 10 ** decimals;
  const scaled = (met * 100 * scale - ((met * 100 * scale) % decided)) / decided;
  const whole = Math.trunc(scaled / scale);
  const fraction = decimals === 0 ? '' : `.${String(scaled % scale).padStart(decimals, '0')}`;
  return `${whole}${fraction}\u00a0%`;
}

/** The share kept as it is published: cut to whole per cents; from 99 % on to tenths, where a whole one hides most of what is left. */
export function describeShare(counts: Pick<Counts, 'met' | 'breached'>): string | undefined {
  const isNearlyAll = counts.breached > 0 && counts.met * 100 >= 99 * (counts.met + counts.breached);
  return formatShare(counts, isNearlyAll ? 1 : 0);
}
