import { sql } from 'kysely';
import type { Metric } from '../../domain/commitment/metric.ts';
import type { Instant } from '../../domain/instant.ts';
import { DUE_WITHIN_SECONDS, type DueChoice, type QueueFilter, UNKNOWN_LANGUAGE } from '../../domain/queue/queue-filter.ts';
import type { Reader } from '../reader.ts';

/** How many obligations wait, all and by when they are due; what is due within an hour is due within four. */
export type WaitingCounts = { readonly [Choice in 'all' | DueChoice]: number };

/** Counts of the obligations that share channel, metric and language. */
export interface WaitingGroup extends WaitingCounts {
  readonly channelId: string;
  readonly metric: Metric;
  /** `und` where nobody told it. */
  readonly language: string;
}

/** Counts what nobody answered yet, in one pass, so that every filter's counts are sums of these. */
export async function countWaiting(db: Reader, companyId: number, now: Instant): Promise<WaitingGroup[]> {
  const dueWithin = (seconds: number) => sql`count(*) filter (where breach_at >= ${now} and due_at <= ${now + seconds})`;
  const { rows } = await sql<WaitingGroup>`
    select channel_id as "channelId", metric, coalesce(language, ${UNKNOWN_LANGUAGE}) as language, count(*) as "all",
      count(*) filter (where breach_at < ${now}) as breached, ${dueWithin(DUE_WITHIN_SECONDS['1h'])} as "1h",
      ${dueWithin(DUE_WITHIN_SECONDS['4h'])} as "4h", ${dueWithin(DUE_WITHIN_SECONDS['1d'])} as "1d"
    from obligation
    where company_id = ${companyId} and answered_at is null and excluded_at is null
    group by 1, 2, 3`.execute(db);
  return rows;
}

/** Adds up the groups that a filter leaves, whatever it says about when they are due. */
export function sumWaiting(groups: readonly WaitingGroup[], filter: QueueFilter): WaitingCounts {
  const left = groups.filter(
    ({ channelId, metric, language }) =>
      (filter.channel === '' || channelId === filter.channel) &&
      (filter.metric === '' || metric === filter.metric) &&
      (filter.language === '' || language === filter.language),
  );
  const sum = (choice: keyof WaitingCounts) => left.reduce((total, group) => total + group[choice], 0);
  return { all: sum('all'), breached: sum('breached'), '1h': sum('1h'), '4h': sum('4h'), '1d': sum('1d') };
}
