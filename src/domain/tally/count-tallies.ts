import type { Outcome } from '../conversation/obligation.ts';
import type { WaitPair } from '../figures/figures.ts';
import type { Instant } from '../instant.ts';
import { countOverdue, countTally, findRankInRuns } from './read-tally.ts';
import { type CommitmentKey, type ExclusionCount, isSameKey, isSameTally, type Tally, type TallyKey } from './tally.ts';

/** How many obligations share all of this. */
export interface ObligationCount extends TallyKey {
  readonly outcome: Outcome;
  /** Of excluded ones; null for all others. */
  readonly exclusionReason: string | null;
  readonly lateExclusion: boolean;
  readonly count: number;
}

/** Median and 90th percentile, on the wall and on the commitment's clock. */
export interface WaitPercentiles extends CommitmentKey {
  readonly waited: WaitPair;
  readonly staffed: WaitPair;
}

/** Counts the obligations of tallies as they stand at `now`. */
export function countTallies(tallies: readonly Tally[], now: Instant): ObligationCount[] {
  const groups = new Map<string, CountedGroup>();
  let group: CountedGroup | undefined;
  for (const tally of tallies) {
    // Most are of the same key as the one before: a year has thousands, of a dozen keys.
    if (group === undefined || !isSameTally(group.key, tally)) group = findGroup(groups, tally);
    group.add(tally, now);
  }
  return [...groups.values()].flatMap((counted) => counted.list());
}

/** Adds up the tallies of one key. */
class CountedGroup {
  readonly key: TallyKey;
  readonly #decided = { met: 0, breached: 0, running: 0 };
  readonly #exclusions = new Map<string, ExclusionCount & { count: number }>();

  constructor({ commitmentId, channelId, metric, versionNumber, sourceId }: TallyKey) {
    this.key = { commitmentId, channelId, metric, versionNumber, sourceId };
  }

  add(tally: Tally, now: Instant): void {
    const { met, breached, running } = countTally(tally, now);
    this.#decided.met += met;
    this.#decided.breached += breached;
    this.#decided.running += running;
    for (const { reason, late, count } of tally.exclusions) {
      const name = `${late} ${reason}`;
      const known = this.#exclusions.get(name);
      if (known === undefined) this.#exclusions.set(name, { reason, late, count });
      else known.count += count;
    }
  }

  list(): ObligationCount[] {
    const decided = (['met', 'breached', 'running'] as const).map((outcome) => {
      return { ...this.key, outcome, exclusionReason: null, lateExclusion: false, count: this.#decided[outcome] };
    });
    const excluded = [...this.#exclusions.values()].map(({ reason, late, count }) => {
      return { ...this.key, outcome: 'excluded' as const, exclusionReason: reason, lateExclusion: late, count };
    });
    return [...decided, ...excluded].filter(({ count }) => count > 0);
  }
}

function findGroup(groups: Map<string, CountedGroup>, tally: Tally): CountedGroup {
  const { commitmentId, channelId, metric, versionNumber, sourceId } = tally;
  const name = JSON.stringify([commitmentId, channelId, metric, versionNumber, sourceId]);
  const group = groups.get(name) ?? new CountedGroup(tally);
  groups.set(name, group);
  return group;
}

/** The tallies of each commitment, which percentiles are found among. */
export function groupByCommitment(tallies: readonly Tally[]): Tally[][] {
  const groups: Tally[][] = [];
  let group: Tally[] | undefined;
  for (const tally of tallies) {
    if (group === undefined || !isSameKey(group[0] as Tally, tally)) {
      group = findCommitment(groups, tally);
    }
    group.push(tally);
  }
  return groups;
}

function findCommitment(groups: Tally[][], tally: Tally): Tally[] {
  const known = groups.find(([first]) => first !== undefined && isSameKey(first, tally));
  if (known !== undefined) return known;
  const begun: Tally[] = [];
  groups.push(begun);
  return begun;
}

/** Percentiles by nearest rank of what was decided at `now`. @param own tallies of one commitment, at least one. */
export function rankTallies(own: readonly Tally[], now: Instant): WaitPercentiles {
  const { commitmentId, channelId, metric } = own[0] as Tally;
  const unanswered = own.reduce((total, tally) => total + countOverdue(tally, now), 0);
  const rank = (runs: Int32Array[]): WaitPair => ({
    median: findRankInRuns(runs, unanswered, 50),
    p90: findRankInRuns(runs, unanswered, 90),
  });
  const [waited, staffed] = [rank(own.map((tally) => tally.waited)), rank(own.map((tally) => tally.staffed))];
  return { commitmentId, channelId, metric, waited, staffed };
}
