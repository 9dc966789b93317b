import { sql } from 'kysely';
import type { Instant } from '../../domain/instant.ts';
import type { TallyKey, TallySum } from '../../domain/tally/tally.ts';
import { toBreachInstants } from '../../store/tally-row.ts';
import type { DaySpan } from './tally-range.ts';

/** A sum as the database gives it. */
export interface SumRow extends TallyKey {
  readonly met: number;
  readonly late: number;
  /** How many without an answer are of days whose waits are all breached. */
  readonly overdue: number;
  /** Of the other days, in base64; null where there are none. */
  readonly breachAt: string | null;
  readonly excluded: number;
  readonly lateExcluded: number;
  /** The newest instant in any of them. */
  readonly settledAt: Instant;
}

/**
 * What the tallies of a company's days come to, by key. The database adds them up: a month has hundreds, of a dozen keys. All but the instants
 * of waits that are not all breached stands in the index of the days.
 */
export const sumsOf = (companyId: number, { fromDay, toDay }: DaySpan, now: Instant) => sql<SumRow>`
  select commitment_id as "commitmentId", channel_id as "channelId", metric, version_number as "versionNumber", source_id as "sourceId",
    sum(met)::int8 as met, sum(late)::int8 as late,
    coalesce(sum(unanswered) filter (where last_breach_at < ${now}), 0)::int8 as overdue,
    encode(string_agg((
      select whole.breach_at from day_tally as whole
      where (whole.company_id, whole.day, whole.commitment_id, whole.channel_id, whole.metric, whole.version_number, whole.source_id)
        = (${companyId}, day_tally.day, day_tally.commitment_id, day_tally.channel_id, day_tally.metric, day_tally.version_number, day_tally.source_id)
    ), '') filter (where last_breach_at >= ${now}), 'base64') as "breachAt",
    sum(excluded)::int8 as excluded, sum(late_excluded)::int8 as "lateExcluded", max(settled_at) as "settledAt"
  from day_tally where company_id = ${companyId} and day between ${fromDay} and ${toDay}
  group by commitment_id, channel_id, metric, version_number, source_id`;

export function toTallySum({ breachAt, ...row }: SumRow): TallySum {
  return { ...row, breachAt: toBreachInstants(Buffer.from(breachAt ?? '', 'base64')) };
}
