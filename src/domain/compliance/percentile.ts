import { BASIS_POINTS, toBasisPoints } from './share.ts';

/**
 * What decided obligations waited: seconds of those that were answered, ascending, and how many
 * were breached without an answer. The latter count as infinitely long.
 */
export type Waits = { sortedSeconds: ArrayLike<number>; unanswered: number };

/** A percentile: seconds, or that it lies among those never answered; undefined without any data. */
export type Percentile = number | 'unanswered' | undefined;

/**
 * The percentile by nearest rank: the value at rank ⌈percent × n ∕ 100⌉, counted from 1, at least 1.
 * The rank is worked out in whole numbers. Bounds: 0 to 100 percent, at most two decimals.
 */
export function findNearestRank(waits: Waits, percent: number): Percentile {
  const count = countWaits(waits);
  if (count === 0) return undefined;
  const rank = Math.max(1, divideUp(toBasisPoints(percent) * count, BASIS_POINTS));
  return waitAt(waits, rank - 1);
}

/**
 * The percentile by linear interpolation between the two values around position
 * (n − 1) × percent ∕ 100, counted from 0 (definition 7 of Hyndman and Fan, "Sample Quantiles in
 * Statistical Packages", The American Statistician 50, 1996). `unanswered` as soon as one never
 * answered has a part in it.
 */
export function interpolatePercentile(waits: Waits, percent: number): Percentile {
  const count = countWaits(waits);
  if (count === 0) return undefined;
  const position = toBasisPoints(percent) * (count - 1);
  const remainder = position % BASIS_POINTS;
  const lower = waitAt(waits, (position - remainder) / BASIS_POINTS);
  if (remainder === 0 || lower === 'unanswered') return lower;
  const upper = waitAt(waits, (position - remainder) / BASIS_POINTS + 1);
  if (upper === 'unanswered') return upper;
  return lower + ((upper - lower) * remainder) / BASIS_POINTS;
}

function countWaits({ sortedSeconds, unanswered }: Waits): number {
  return sortedSeconds.length + unanswered;
}

function waitAt({ sortedSeconds }: Waits, index: number): number | 'unanswered' {
  return sortedSeconds[index] ?? 'unanswered';
}

function divideUp(dividend: number, divisor: number): number {
  const remainder = dividend % divisor;
  return (dividend - remainder) / divisor + (remainder > 0 ? 1 : 0);
}
