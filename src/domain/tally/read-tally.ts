import type { Percentile } from '../compliance/percentile.ts';
import { BASIS_POINTS, toBasisPoints } from '../compliance/share.ts';
import type { Instant } from '../instant.ts';
import type { Tally } from './tally.ts';

/** How many obligations kept the promise, broke it, and may yet do either. */
export interface DecidedCounts {
  readonly met: number;
  readonly breached: number;
  readonly running: number;
}

/** How a tally's obligations stand at `now`. */
export function countTally(tally: Tally, now: Instant): DecidedCounts {
  const overdue = countOverdue(tally, now);
  return {
    met: sum(tally.metByHour),
    breached: sum(tally.lateByHour) + overdue,
    running: tally.breachAt.length - overdue,
  };
}

/** How many without an answer are breached at `now`: their last instant has passed. */
export function countOverdue({ breachAt }: Pick<Tally, 'breachAt'>, now: Instant): number {
  return countBelow(breachAt, now);
}

/**
 * The percentile by nearest rank (see `findNearestRank`) of all runs together, without merging them: the value is found by bisection, and
 * each step counts by binary search in what is left of each run, so that a year of days costs as much as a few thousand steps.
 * @param runs seconds, each run ascending. @param unanswered how many more count as infinitely long. @param percent 0 to 100.
 */
export function findRankInRuns(runs: readonly Int32Array[], unanswered: number, percent: number): Percentile {
  const answered = runs.reduce((total, run) => total + run.length, 0);
  const count = answered + unanswered;
  if (count === 0) return undefined;
  const rank = Math.max(1, Math.ceil((toBasisPoints(percent) * count) / BASIS_POINTS));
  if (rank > answered) return 'unanswered';
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const run of runs) {
    if (run.length === 0) continue;
    low = Math.min(low, run[0] as number);
    high = Math.max(high, run.at(-1) as number);
  }
  // Where the value found so far may be in each run.
  const from = new Int32Array(runs.length);
  const to = Int32Array.from(runs, (run) => run.length);
  const reached = new Int32Array(runs.length);
  while (low < high) {
    const middle = low + Math.floor((high - low) / 2);
    let upToMiddle = 0;
    for (let i = 0; i < runs.length; i++) {
      const count = countBelow(runs[i] as Int32Array, middle + 1, from[i], to[i]);
      reached[i] = count;
      upToMiddle += count;
    }
    if (upToMiddle >= rank) {
      high = middle;
      to.set(reached);
    } else {
      low = middle + 1;
      from.set(reached);
    }
  }
  return low;
}

/** How many values of an ascending list are less than `bound`. @param least how many are known to be. @param most how many may be. */
export function countBelow(ascending: ArrayLike<number>, bound: number, least = 0, most = ascending.length): number {
  let low = least;
  let high = most;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] as number) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

function sum(numbers: Int32Array): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
