import { countDecided, NO_COUNTS } from '../../src/domain/compliance/counts.ts';
import { findNearestRank, interpolatePercentile, type Percentile } from '../../src/domain/compliance/percentile.ts';
import { reachesObjective } from '../../src/domain/compliance/share.ts';
import type { AggregateCase } from './read-cases.ts';

const VERDICTS = new Map<boolean | undefined, string>([
  [true, 'met'],
  [false, 'missed'],
  [undefined, 'no_data'],
]);

/** What is counted from the items, under the names of the case's expectations. */
export function observeAggregate({ commitment, items }: AggregateCase): Record<string, unknown> {
  const counts = { ...NO_COUNTS };
  for (const { status } of items) counts[status] += 1;
  const decided = items.filter(({ status }) => status === 'met' || status === 'breached');
  const sortedSeconds = decided.flatMap(({ seconds }) => (seconds === null ? [] : [seconds])).sort((a, b) => a - b);
  const waits = { sortedSeconds, unanswered: decided.length - sortedSeconds.length };
  return {
    eligible: countDecided(counts),
    met: counts.met,
    breached: counts.breached,
    running: counts.running,
    excluded: counts.excluded,
    complianceNumerator: counts.met,
    complianceDenominator: countDecided(counts),
    percentileNearestRankSeconds: toSeconds(findNearestRank(waits, commitment.percentile)),
    percentileInterpolatedSeconds: toSeconds(interpolatePercentile(waits, commitment.percentile)),
    answerRateNumerator: sortedSeconds.length,
    answerRateDenominator: decided.length,
    verdict: VERDICTS.get(reachesObjective(counts, commitment.percentile)),
  };
}

function toSeconds(percentile: Percentile): number | null {
  return typeof percentile === 'number' ? percentile : null;
}
