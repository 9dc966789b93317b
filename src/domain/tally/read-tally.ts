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
