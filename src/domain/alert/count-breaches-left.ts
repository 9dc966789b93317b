import { type Counts, countDecided } from '../compliance/counts.ts';
import { judgeCompliance, type Verdict } from '../compliance/verdict.ts';

const KEEPS: readonly Verdict[] = ['kept', 'kept-so-far'];

/**
 * How many more breaches there may be until a promise that is kept is kept no longer, counted by the same judgement that is published:
 * `{ met: 95, breached: 5 }` at an objective of 90 % gives 6, for 95 of 106 are less than 90 %.
 * @param most where to stop counting
 * @returns 0 when it is not kept already; undefined when there are too few to tell, or more than `most` are left.
 */
export function countBreachesLeft(counts: Counts, objectivePercent: number, most: number): number | undefined {
  const verdictWith = (more: number) => judgeCompliance({ ...counts, breached: counts.breached + more }, objectivePercent, null, 0).verdict;
  const verdict = verdictWith(0);
  if (verdict === 'too-few' || countDecided(counts) === 0) return undefined;
  if (!KEEPS.includes(verdict)) return 0;
  for (let more = 1; more <= most; more++) {
    if (!KEEPS.includes(verdictWith(more))) return more;
  }
  return undefined;
}
