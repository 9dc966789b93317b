import { CHANNEL_KINDS, type ChannelKind } from '../agreement/channel-kind.ts';
import { METRIC_NAMES } from '../commitment/describe-commitment.ts';
import type { Metric } from '../commitment/metric.ts';
import type { PromiseReport } from './period-report.ts';

/** A promise of one of several companies. */
export interface PlacedPromise<Company> {
  readonly company: Company;
  readonly promise: PromiseReport;
}

/** Promises of several companies about the same kind of channel and the same metric. */
export interface SideBySide<Company> {
  readonly key: string;
  /** "WhatsApp, first answer" */
  readonly name: string;
  readonly promises: readonly PlacedPromise<Company>[];
}

const KINDS = Object.keys(CHANNEL_KINDS);
const METRICS = Object.keys(METRIC_NAMES);

/** Puts the promises of several companies side by side, by kind of channel and then by metric; companies keep their order. */
export function placeSideBySide<Company>(placed: readonly PlacedPromise<Company>[]): SideBySide<Company>[] {
  const keyOf = ({ promise: { figures } }: PlacedPromise<Company>) => `${figures.channel.kind} ${figures.commitment.metric}`;
  const rank = (key: string): number => {
    const [kind = '', metric = ''] = key.split(' ');
    return KINDS.indexOf(kind) * METRICS.length + METRICS.indexOf(metric);
  };
  return [...Map.groupBy(placed, keyOf)]
    .toSorted(([a], [b]) => rank(a) - rank(b))
    .map(([key, promises]) => {
      const [kind, metric] = key.split(' ') as [ChannelKind, Metric];
      return { key, name: `${CHANNEL_KINDS[kind]}, ${METRIC_NAMES[metric].toLowerCase()}`, promises };
    });
}
