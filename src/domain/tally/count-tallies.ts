import type { Outcome } from '../conversation/obligation.ts';
import type { WaitPair } from '../figures/figures.ts';
import type { Instant } from '../instant.ts';
import { findRankInRuns } from './rank-runs.ts';
import { countOverdue, countTally, type DecidedCounts } from './read-tally.ts';
import { type CommitmentKey, type ExclusionCount, isSameKey, isSameTally, type Tally, type TallyKey, type TallySum } from './tally.ts';
import type { TallyChange } from './tally-change.ts';

/** How many obligations share all of this. */
export interface ObligationCount extends TallyKey {
  readonly outcome: Outcome;
  /** Of excluded ones; null for all others, and of those too where no reasons are told. */
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
    group.add(countTally(tally, now), tally.exclusions);
  }
  return listCounts(groups);
}

/** The same without reasons of exclusions, from sums of them that were made at `now` and the changes of their days since. */
export function countSums(sums: readonly TallySum[], changes: readonly TallyChange[], now: Instant): ObligationCount[] {
  const groups = new Map<string, CountedGroup>();
  for (const sum of sums) findGroup(groups, sum).add(countSum(sum, now), toExcluded(sum));
  for (const change of changes) {
    const exclusions = change.exclusions.map((one) => ({ ...one, reason: null }));
    findGroup(groups, change).add(countTally(change, now), exclusions, change.sign);
  }
  return listCounts(groups);
}

function countSum({ met, late, overdue, breachAt }: TallySum, now: Instant): DecidedCounts {
  const other = breachAt.reduce((total, at) => total + (at < now ? 1 : 0), 0);
  return { met, breached: late + overdue + other, running: breachAt.length - other };
}

const toExcluded = ({ excluded, lateExcluded }: TallySum): Excluded[] => [
  { reason: null, late: false, count: excluded - lateExcluded },
  { reason: null, late: true, count: lateExcluded },
];

const listCounts = (groups: ReadonlyMap<string, CountedGroup>): ObligationCount[] => [...groups.values()].flatMap((group) => group.list());

/** @param reason null where it is not told. */
type Excluded = Omit<ExclusionCount, 'reason'> & { readonly reason: string | null };

/** Adds up what is counted of one key. */
class CountedGroup {
  readonly key: TallyKey;
  readonly #decided = { met: 0, breached: 0, running: 0 };
  readonly #exclusions = new Map<string, Excluded & { count: number }>();

  constructor({ commitmentId, channelId, metric, versionNumber, sourceId }: TallyKey) {
    this.key = { commitmentId, channelId, metric, versionNumber, sourceId };
  }

  /** @param sign -1 takes them away. */
  add({ met, breached, running }: DecidedCounts, exclusions: readonly Excluded[], sign: 1 | -1 = 1): void {
    this.#decided.met += sign * met;
    this.#decided.breached += sign * breached;
    this.#decided.running += sign * running;
    for (const { reason, late, count } of exclusions) {
      const name = `${late} ${reason}`;
      const known = this.#exclusions.get(name);
      if (known === undefined) this.#exclusions.set(name, { reason, late, count: sign * count });
      else known.count += sign * count;
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

function findGroup(groups: Map<string, CountedGroup>, key: TallyKey): CountedGroup {
  const { commitmentId, channelId, metric, versionNumber, sourceId } = key;
  const name = JSON.stringify([commitmentId, channelId, metric, versionNumber, sourceId]);
  const group = groups.get(name) ?? new CountedGroup(key);
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

/** Percentiles by nearest rank of what was decided at `now`. @param own tallies of one commitment. @param clock on the wall or the commitment's. */
export function rankTallies(own: readonly Tally[], clock: 'waited' | 'staffed', now: Instant): WaitPair {
  const unanswered = own.reduce((total, tally) => total + countOverdue(tally, now), 0);
  const runs = own.map((tally) => tally[clock]);
  return { median: findRankInRuns(runs, unanswered, 50), p90: findRankInRuns(runs, unanswered, 90) };
}
