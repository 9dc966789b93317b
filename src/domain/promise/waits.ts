import { findQuantileRanks } from '../compliance/quantile-ranks.ts';
import { reachesObjective } from '../compliance/share.ts';
import { DAY_SECONDS } from '../instant.ts';
import { countBelow } from '../tally/read-tally.ts';

/** What messages waited on a promise's clock, so that it can be asked how many would have been answered in time under any target. */
export interface Waits {
  /** Seconds of those answered, in runs, each ascending. */
  readonly answered: readonly Int32Array[];
  /** Seconds that those without an answer have waited up to now, ascending. Under a target not yet used up they are undecided. */
  readonly waiting: Int32Array;
  /** Without an answer for so long that they count as kept under no target. */
  readonly never: number;
}

/** The longest target that an agreement can state. */
export const LONGEST_TARGET_SECONDS = 365 * DAY_SECONDS;

/** How many would have kept a target and how many broken it. */
export interface KeptCount {
  readonly met: number;
  readonly breached: number;
}

/** Counts what a target would have come to; whoever still waits and has time left counts neither way. */
export function countKept({ answered, waiting, never }: Waits, targetSeconds: number): KeptCount {
  let met = 0;
  let all = 0;
  for (const run of answered) {
    met += countBelow(run, targetSeconds + 1);
    all += run.length;
  }
  return { met, breached: all - met + never + waiting.length - countBelow(waiting, targetSeconds + 1) };
}

/** The strictest target that would have been kept, in seconds, with its interval of at least 95 %. Null: none, since too many were never answered. */
export interface StrictestTarget {
  readonly seconds: number | null;
  /** Null: too few messages to say. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** Decided under that target. */
  readonly decided: number;
}

/**
 * The shortest target with which the share kept would have reached the objective: the nearest-rank quantile of the waits, those without an
 * answer being the longest. The longer a target the larger the share, so it is found by bisection, and exactly.
 * @returns undefined when nothing is decided.
 */
export function findStrictestTarget(waits: Waits, objectivePercent: number): StrictestTarget | undefined {
  const reaches = (seconds: number) => reachesObjective(countKept(waits, seconds), objectivePercent) === true;
  let [low, high] = [1, LONGEST_TARGET_SECONDS];
  const exists = reaches(high);
  while (exists && low < high) {
    const middle = Math.floor((low + high) / 2);
    if (reaches(middle)) high = middle;
    else low = middle + 1;
  }
  const { met, breached } = countKept(waits, high);
  const decided = met + breached;
  if (decided === 0) return undefined;
  const ranks = findQuantileRanks(decided, objectivePercent);
  return {
    seconds: exists ? high : null,
    lower: ranks.lower < 1 ? null : findWaitAt(waits, ranks.lower),
    upper: ranks.upper > decided ? null : findWaitAt(waits, ranks.upper),
    decided,
  };
}

/** The wait of a rank, counted from 1; null among those without an answer, which are the longest. */
function findWaitAt({ answered }: Waits, rank: number): number | null {
  const countUpTo = (seconds: number) => answered.reduce((total, run) => total + countBelow(run, seconds + 1), 0);
  if (answered.reduce((total, run) => total + run.length, 0) < rank) return null;
  let [low, high] = [0, answered.reduce((most, run) => Math.max(most, run.at(-1) ?? 0), 0)];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (countUpTo(middle) >= rank) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** All waits together. */
export function joinWaits(parts: readonly Waits[]): Waits {
  return {
    answered: parts.flatMap(({ answered }) => answered),
    waiting: Int32Array.from(parts.flatMap(({ waiting }) => [...waiting])).sort(),
    never: parts.reduce((sum, { never }) => sum + never, 0),
  };
}
