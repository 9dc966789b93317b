import type { Outcome } from '../conversation/obligation.ts';
import type { WaitPair } from '../figures/figures.ts';
import type { Instant } from '../instant.ts';
import { countOverdue, countTally, findRankInRuns } from './read-tally.ts';
import type { CommitmentKey, Tally, TallyKey } from './tally.ts';

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
  const counts = new Map<string, ObligationCount & { count: number }>();
  const add = (tally: Tally, outcome: Outcome, count: number, exclusionReason: string | null = null, lateExclusion = false) => {
    if (count === 0) return;
    const { commitmentId, channelId, metric, versionNumber, sourceId } = tally;
    const name = JSON.stringify([commitmentId, channelId, metric, versionNumber, sourceId, outcome, exclusionReason, lateExclusion]);
    const known = counts.get(name);
    if (known !== undefined) known.count += count;
    else counts.set(name, { commitmentId, channelId, metric, versionNumber, sourceId, outcome, exclusionReason, lateExclusion, count });
  };
  for (const tally of tallies) {
    const { met, breached, running } = countTally(tally, now);
    add(tally, 'met', met);
    add(tally, 'breached', breached);
    add(tally, 'running', running);
    for (const { reason, late, count } of tally.exclusions) add(tally, 'excluded', count, reason, late);
  }
  return [...counts.values()];
}

/** Percentiles by nearest rank of what was decided at `now`, for each commitment among the tallies. */
export function rankTallies(tallies: readonly Tally[], now: Instant): WaitPercentiles[] {
  const byKey = Map.groupBy(tallies, ({ commitmentId, channelId, metric }) => JSON.stringify([commitmentId, channelId, metric]));
  return [...byKey.values()].map((own) => {
    const { commitmentId, channelId, metric } = own[0] as Tally;
    const unanswered = own.reduce((total, tally) => total + countOverdue(tally, now), 0);
    const rank = (runs: Int32Array[]): WaitPair => ({
      median: findRankInRuns(runs, unanswered, 50),
      p90: findRankInRuns(runs, unanswered, 90),
    });
    const [waited, staffed] = [rank(own.map((tally) => tally.waited)), rank(own.map((tally) => tally.staffed))];
    return { commitmentId, channelId, metric, waited, staffed };
  });
}
