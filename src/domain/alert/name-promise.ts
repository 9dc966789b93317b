import { METRIC_NAMES } from '../commitment/describe-commitment.ts';
import type { Metric } from '../commitment/metric.ts';

/** A promise beside its channel, in as few words as tell it from the others: "First answer", "Settled (billing)". */
export function namePromise({ metric, topic }: { metric: Metric; topic?: string | undefined }): string {
  return topic === undefined ? METRIC_NAMES[metric] : `${METRIC_NAMES[metric]} (${topic})`;
}
