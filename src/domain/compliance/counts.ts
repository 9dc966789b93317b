import { type Obligation, outcomeAt } from '../conversation/obligation.ts';
import type { Instant } from '../instant.ts';

/** Obligations of a window by outcome. `excluded` holds all exclusions, `lateExcluded` those among them that came late. */
export type Counts = {
  met: number;
  breached: number;
  running: number;
  excluded: number;
  lateExcluded: number;
};

export const NO_COUNTS: Readonly<Counts> = { met: 0, breached: 0, running: 0, excluded: 0, lateExcluded: 0 };

/** Counts obligations by their outcome at `now`. */
export function countOutcomes(obligations: Iterable<Obligation>, now: Instant): Counts {
  const counts = { ...NO_COUNTS };
  for (const obligation of obligations) {
    const outcome = outcomeAt(obligation, now);
    counts[outcome] += 1;
    if (outcome === 'excluded' && obligation.lateExclusion) counts.lateExcluded += 1;
  }
  return counts;
}

/** Counts of several channels or windows together. */
export function addCounts(a: Counts, b: Counts): Counts {
  return {
    met: a.met + b.met,
    breached: a.breached + b.breached,
    running: a.running + b.running,
    excluded: a.excluded + b.excluded,
    lateExcluded: a.lateExcluded + b.lateExcluded,
  };
}

/** How many are decided, one way or the other: the denominator of the share. */
export function countDecided({ met, breached }: Counts): number {
  return met + breached;
}

/** The same obligations with every late exclusion counted as the breach it hides. */
export function withLateExclusionsBreached(counts: Counts): Counts {
  return {
    ...counts,
    breached: counts.breached + counts.lateExcluded,
    excluded: counts.excluded - counts.lateExcluded,
    lateExcluded: 0,
  };
}
