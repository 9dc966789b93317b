import { HOUR_SECONDS, type Instant } from '../instant.ts';
import { type Counts, countDecided, withLateExclusionsBreached } from './counts.ts';
import { BASIS_POINTS, reachesObjective, toBasisPoints } from './share.ts';
import { type Interval95, wilsonInterval } from './wilson.ts';

/**
 * - `kept`: even the lower bound of the share's interval reaches the objective.
 * - `kept-so-far`: the share reaches it.
 * - `at-risk`: the share does not, the upper bound does.
 * - `not-kept`: not even the upper bound does.
 * - `too-few`: fewer than 10 are decided.
 * - `stale`: the channel's source has been silent for too long.
 */
export const VERDICTS = ['kept', 'kept-so-far', 'at-risk', 'not-kept', 'too-few', 'stale'] as const;
export type Verdict = (typeof VERDICTS)[number];

export const FEWEST_DECIDED = 10;
export const STALE_AFTER_SECONDS = 48 * HOUR_SECONDS;

/** From best to worst. Leaving breaches out until too few are left is worse than keeping a promise so far. */
const SEVERITY: readonly Verdict[] = ['kept', 'kept-so-far', 'too-few', 'at-risk', 'not-kept'];

export type Judgement = {
  verdict: Verdict;
  /** Whether anything was decided, late exclusions included: if not, the figure reads "no data". */
  hasData: boolean;
  /** Met of decided as published, late exclusions left out; and its interval. */
  counts: Counts;
  interval: Interval95 | undefined;
  /** The same with late exclusions counted as breached; undefined where there are none. */
  withLateExclusions: { verdict: Verdict; counts: Counts; interval: Interval95 | undefined } | undefined;
};

/**
 * The verdict on a commitment in a window: the worse of the verdicts without its late exclusions and
 * with them counted as breached. `stale` beats all, as nothing current can be said.
 *
 * @param objectivePercent with at most two decimals
 * @param lastSignAt the last sign of life from the channel's source; null: no source ever gave one,
 *   so there is nothing to be stale, nor any data
 */
export function judgeCompliance(counts: Counts, objectivePercent: number, lastSignAt: Instant | null, now: Instant): Judgement {
  const without = judgeCounts(counts, objectivePercent);
  const withLate = counts.lateExcluded > 0 ? judgeCounts(withLateExclusionsBreached(counts), objectivePercent) : undefined;
  const isStale = lastSignAt !== null && now - lastSignAt > STALE_AFTER_SECONDS;
  return {
    verdict: isStale ? 'stale' : worseVerdict(without.verdict, withLate?.verdict ?? without.verdict),
    hasData: countDecided(counts) + counts.lateExcluded > 0,
    counts,
    interval: without.interval,
    withLateExclusions: withLate,
  };
}

function judgeCounts(counts: Counts, objectivePercent: number) {
  const interval = wilsonInterval(counts.met, countDecided(counts));
  return { verdict: verdictOf(counts, objectivePercent, interval), counts, interval };
}

function verdictOf(counts: Counts, objectivePercent: number, interval: Interval95 | undefined): Verdict {
  if (interval === undefined || countDecided(counts) < FEWEST_DECIDED) return 'too-few';
  const objective = toBasisPoints(objectivePercent) / BASIS_POINTS;
  if (reachesObjective(counts, objectivePercent)) return interval.lower >= objective ? 'kept' : 'kept-so-far';
  return interval.upper >= objective ? 'at-risk' : 'not-kept';
}

function worseVerdict(a: Verdict, b: Verdict): Verdict {
  return SEVERITY.indexOf(a) >= SEVERITY.indexOf(b) ? a : b;
}
