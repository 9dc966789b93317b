import type { Metric } from '../commitment/metric.ts';
import { type Counts, countDecided } from '../compliance/counts.ts';

/** The part of a commitment's figures that is counted. */
interface JudgedCommitment {
  readonly channel: { readonly id: string };
  readonly commitment: { readonly metric: Metric };
  readonly judgement: { readonly counts: Counts };
}

/**
 * How many messages several commitments rest on together. Commitments of one channel judge the same messages, so their counts do not add
 * up, with one exception: first and next responses are about different messages. What judges the most of a channel counts for it.
 */
export function countJudgedMessages(commitments: readonly JudgedCommitment[]): number {
  const channels = Map.groupBy(commitments, ({ channel }) => channel.id);
  return [...channels.values()].reduce((sum, own) => sum + countOfChannel(own), 0);
}

function countOfChannel(own: readonly JudgedCommitment[]): number {
  const most = (metric: Metric) =>
    own.reduce((largest, { commitment, judgement }) => {
      return commitment.metric === metric ? Math.max(largest, countDecided(judgement.counts)) : largest;
    }, 0);
  return Math.max(most('first-response') + most('next-response'), most('answered'), most('resolution'));
}
