import type { Metric } from '../commitment/metric.ts';
import { type Counts, countDecided } from '../compliance/counts.ts';

/** The part of a commitment's figures that is counted. */
interface JudgedCommitment {
  readonly channel: { readonly id: string };
  readonly commitment: { readonly metric: Metric; readonly topic?: string | undefined };
  readonly judgement: { readonly counts: Counts };
}

/**
 * How many messages several commitments rest on together. Commitments of one channel judge the same messages, so their counts do not add
 * up, with two exceptions: first and next responses are about different messages, and so are topics. What judges the most of a channel counts for it.
 */
export function countJudgedMessages(commitments: readonly JudgedCommitment[]): number {
  return countMessagesOnce(commitments, ({ judgement }) => countDecided(judgement.counts));
}

/** The same for another number of messages that each commitment has, such as those left out. */
export function countMessagesOnce<C extends Pick<JudgedCommitment, 'channel' | 'commitment'>>(
  commitments: readonly C[],
  countOf: (commitment: C) => number,
): number {
  const channels = Map.groupBy(commitments, ({ channel }) => channel.id);
  return [...channels.values()].reduce((sum, own) => sum + countOfChannel(own, countOf), 0);
}

/** Promises about different topics judge different messages; one about all topics judges those too. */
function countOfChannel<C extends Pick<JudgedCommitment, 'commitment'>>(own: readonly C[], countOf: (commitment: C) => number): number {
  const most = (metric: Metric) => {
    const byTopic = Map.groupBy(
      own.filter(({ commitment }) => commitment.metric === metric),
      ({ commitment }) => commitment.topic,
    );
    const largest = (judged: readonly C[] = []) => Math.max(0, ...judged.map(countOf));
    const topics = [...byTopic].filter(([topic]) => topic !== undefined);
    return Math.max(
      largest(byTopic.get(undefined)),
      topics.reduce((sum, [, judged]) => sum + largest(judged), 0),
    );
  };
  return Math.max(most('first-response') + most('next-response'), most('answered'), most('resolution'));
}
