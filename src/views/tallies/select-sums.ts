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
 * What the tallies of a company's days come to, by key. The database adds them up: a month has hundreds, of a dozen keys. It goes from one
 * commitment to the next along the key, because it is not said here which there are.
 */
export const sumsOf = (companyId: number, { fromDay, toDay }: DaySpan, now: Instant) => sql<SumRow>`
  with recursive known (id) as (
    (select commitment_id from day_tally where company_id = ${companyId} order by commitment_id limit 1)
    union all
    select (select commitment_id from day_tally where company_id = ${companyId} and commitment_id > known.id order by commitment_id limit 1)
    from known where known.id is not null
  )
  select known.id as "commitmentId", sums.*
  from known cross join lateral (
    select channel_id as "channelId", metric, version_number as "versionNumber", source_id as "sourceId",
      sum(met)::int8 as met, sum(late)::int8 as late,
      coalesce(sum(length(breach_at) / 8) filter (where last_breach_at < ${now}), 0)::int8 as overdue,
      encode(string_agg(breach_at, '') filter (where last_breach_at >= ${now}), 'base64') as "breachAt",
      sum(excluded)::int8 as excluded, sum(late_excluded)::int8 as "lateExcluded", max(settled_at) as "settledAt"
    from day_tally where company_id = ${companyId} and commitment_id = known.id and day between ${fromDay} and ${toDay}
    group by channel_id, metric, version_number, source_id
  ) as sums`;

export function toTallySum({ breachAt, ...row }: SumRow): TallySum {
  return { ...row, breachAt: toBreachInstants(Buffer.from(breachAt ?? '', 'base64')) };
}
