import { sql } from 'kysely';
import type { Metric } from '../domain/commitment/metric.ts';
import type { Percentile } from '../domain/compliance/percentile.ts';
import type { Outcome } from '../domain/conversation/obligation.ts';
import type { EvidenceLevel, WaitPair } from '../domain/figures/figures.ts';
import { judgedObligations, NEVER_ANSWERED, type ObligationRange } from './judged-obligations.ts';
import type { Reader } from './reader.ts';

/** What is counted together: a commitment on a channel with a metric. If a version changes one of these, it is another promise. */
export interface CommitmentKey {
  readonly commitmentId: string;
  readonly channelId: string;
  readonly metric: Metric;
}

/** How many obligations of a commitment share all of this. */
export interface ObligationCount extends CommitmentKey {
  readonly versionNumber: number;
  readonly evidence: EvidenceLevel;
  readonly outcome: Outcome;
  readonly exclusionReason: string | null;
  readonly lateExclusion: boolean;
  readonly count: number;
}

/** Median and 90th percentile, on the wall and on the commitment's clock. */
export interface WaitPercentiles extends CommitmentKey {
  readonly waited: WaitPair;
  readonly staffed: WaitPair;
}

export async function readObligationCounts(db: Reader, range: ObligationRange): Promise<ObligationCount[]> {
  if (range.commitmentIds.length === 0) return [];
  const { rows } = await sql<ObligationCount>`
    select
      judged.commitment_id as "commitmentId", judged.channel_id as "channelId", judged.metric,
      judged.version_number as "versionNumber", source.evidence, judged.outcome,
      case when judged.outcome = 'excluded' then coalesce(judged.exclusion_reason, 'not given') end as "exclusionReason",
      judged.outcome = 'excluded' and judged.late_exclusion as "lateExclusion",
      count(*)::int8 as count
    from ${judgedObligations(range)}
    join source on source.company_id = ${range.companyId} and source.id = judged.source_id
    group by 1, 2, 3, 4, 5, 6, 7, 8`.execute(db);
  return rows;
}

/** Percentiles by nearest rank of what was decided. `percentile_disc` is that: the first value that at least so large a part does not exceed. */
export async function readWaitPercentiles(db: Reader, range: ObligationRange): Promise<WaitPercentiles[]> {
  if (range.commitmentIds.length === 0) return [];
  const { rows } = await sql<CommitmentKey & Record<'waited50' | 'waited90' | 'staffed50' | 'staffed90', number>>`
    select
      commitment_id as "commitmentId", channel_id as "channelId", metric,
      percentile_disc(0.5) within group (order by waited) as "waited50",
      percentile_disc(0.9) within group (order by waited) as "waited90",
      percentile_disc(0.5) within group (order by staffed) as "staffed50",
      percentile_disc(0.9) within group (order by staffed) as "staffed90"
    from ${judgedObligations(range)}
    where outcome in ('met', 'breached')
    group by 1, 2, 3`.execute(db);
  return rows.map(({ waited50, waited90, staffed50, staffed90, ...key }) => ({
    ...key,
    waited: { median: toPercentile(waited50), p90: toPercentile(waited90) },
    staffed: { median: toPercentile(staffed50), p90: toPercentile(staffed90) },
  }));
}

const toPercentile = (seconds: number): Percentile => (seconds === NEVER_ANSWERED ? 'unanswered' : seconds);

export function isSameKey(a: CommitmentKey, b: CommitmentKey): boolean {
  return a.commitmentId === b.commitmentId && a.channelId === b.channelId && a.metric === b.metric;
}
