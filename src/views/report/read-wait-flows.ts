import { sql } from 'kysely';
import type { Instant } from '../../domain/instant.ts';
import type { WaitFlow } from '../../domain/report/volume.ts';
import type { CommitmentKey } from '../../domain/tally/tally.ts';
import type { Reader } from '../reader.ts';

/**
 * When waits began and ended, by the parts of a period: what was open at any part's end follows from it. A wait ends with its answer or by
 * being left out; what happens after the period counts as open.
 * @param bounds the first instants of the parts, and the first after the last of them.
 */
export async function readWaitFlows(
  db: Reader,
  companyId: number,
  keys: readonly CommitmentKey[],
  bounds: readonly Instant[],
  now: Instant,
): Promise<WaitFlow[]> {
  const [fromAt, endAt] = [bounds[0], bounds.at(-1)];
  if (keys.length === 0 || fromAt === undefined || endAt === undefined) return [];
  const lastAt = Math.min(now, endAt - 1);
  const isMeant = sql.join(
    keys.map(
      ({ commitmentId, channelId, metric }) => sql`(commitment_id = ${commitmentId} and channel_id = ${channelId} and metric = ${metric})`,
    ),
    sql` or `,
  );
  const edges = sql`array[${sql.join(bounds.map((bound) => sql`${bound}::int8`))}]`;
  const { rows } = await sql<WaitFlow>`
    with wait as (
      select
        channel_id, asked_at, breach_at,
        least(case when answered_at <= ${lastAt} then answered_at end, case when excluded_at <= ${lastAt} then excluded_at end) as closed_at
      from obligation
      where company_id = ${companyId} and (${isMeant}) and asked_at <= ${lastAt}
    )
    select
      channel_id as "channelId", width_bucket(asked_at, ${edges})::int4 as asked, width_bucket(closed_at, ${edges})::int4 as closed,
      count(*)::int8 as count, count(*) filter (where closed_at is null and breach_at < ${lastAt})::int8 as overdue
    from wait
    where closed_at is null or closed_at >= ${fromAt}
    group by 1, 2, 3`.execute(db);
  return rows;
}
