import { type Counts, countDecided } from './counts.ts';
import { wilsonInterval } from './wilson.ts';

/** How a share differs from an earlier one, as parts of one: 0.03 is three points more. */
export interface ShareChange {
  readonly difference: number;
  /** The 95 % interval of the difference. */
  readonly lower: number;
  readonly upper: number;
  /** `better` and `worse` only where chance alone hardly explains it: the interval does not hold 0. */
  readonly trend: 'better' | 'worse' | 'steady';
}

/**
 * The difference of two shares with its interval by Newcombe's hybrid score method, which is made of both Wilson intervals.
 * Source: R. G. Newcombe, "Interval Estimation for the Difference between Independent Proportions: Comparison of Eleven Methods",
 * Statistics in Medicine 17 (1998), 873–890, method 10. Example there: 56 of 70 and 48 of 80 give 0.2 (0.0524 to 0.3339).
 * @returns undefined when nothing is decided in either.
 */
export function compareShares(now: Pick<Counts, 'met' | 'breached'>, before: Pick<Counts, 'met' | 'breached'>): ShareChange | undefined {
  const [decidedNow, decidedBefore] = [now.met + now.breached, before.met + before.breached];
  const [ours, theirs] = [wilsonInterval(now.met, decidedNow), wilsonInterval(before.met, decidedBefore)];
  if (ours === undefined || theirs === undefined) return undefined;
  const [shareNow, shareBefore] = [now.met / decidedNow, before.met / decidedBefore];
  const difference = shareNow - shareBefore;
  const lower = difference - Math.hypot(shareNow - ours.lower, theirs.upper - shareBefore);
  const upper = difference + Math.hypot(ours.upper - shareNow, shareBefore - theirs.lower);
  return { difference, lower, upper, trend: lower > 0 ? 'better' : upper < 0 ? 'worse' : 'steady' };
}

/** The change in points, cut to tenths: "+3.2 points", "−0.4 points", "no change". */
export function describeChange({ difference }: ShareChange): string {
  const tenths = Math.trunc(Math.abs(difference) * 1000 + 1e-9);
  if (tenths === 0) return 'no change';
  return `${difference < 0 ? '−' : '+'}${Math.floor(tenths / 10)}.${tenths % 10}\u00a0points`;
}

/** True where both have enough decided to be held against each other. */
export function isComparable(a: Counts, b: Counts, fewest: number): boolean {
  return countDecided(a) >= fewest && countDecided(b) >= fewest;
}
