import { sql } from 'kysely';
import type { DayClock } from '../domain/tally/day-clock.ts';
import type { DayRun } from '../domain/tally/day-run.ts';
import type { TalliedObligation, TallyKey } from '../domain/tally/tally.ts';
import type { Database, DatabaseTransaction } from './database.ts';

/** What obligations have in common, with the numbers of each: see `PACKED`. */
interface Group extends TallyKey, Pick<TalliedObligation, 'targetSeconds' | 'exclusionReason' | 'lateExclusion'> {
  readonly packed: Buffer;
}

/** The numbers of an obligation, each in eight bytes as PostgreSQL sends a float8: big-endian, and NaN for null. */
const PACKED = ['asked_at', 'breach_at', 'answered_at', 'waited_seconds', 'staffed_seconds', 'excluded_at'] as const;
const NUMBER_BYTES = 8;
const ROW_BYTES = PACKED.length * NUMBER_BYTES;
const PACKING = sql.raw(PACKED.map((column) => `float8send(coalesce(${column}::float8, 'NaN'))`).join(' || '));

/**
 * What the days of a run are tallied from, in no particular order.
 *
 * A busy day of a large company has tens of thousands: as rows, each with its fourteen values as text, they would hold up everybody else for a
 * tenth of a second. Packed by what they have in common they take a tenth of that.
 */
export async function listTalliedObligations(
  db: Database | DatabaseTransaction,
  companyId: number,
  { commitmentId, fromDay, toDay }: DayRun,
  clock: DayClock,
): Promise<TalliedObligation[]> {
  const { rows } = await sql<Group>`
    select
      commitment_id as "commitmentId", channel_id as "channelId", metric, version_number as "versionNumber", source_id as "sourceId",
      target_seconds as "targetSeconds", exclusion_reason as "exclusionReason", late_exclusion as "lateExclusion",
      string_agg(${PACKING}, ''::bytea) as packed
    from obligation
    where company_id = ${companyId} and commitment_id = ${commitmentId}
      and asked_at >= ${clock.startOf(fromDay)} and asked_at < ${clock.startOf(toDay + 1)}
    group by commitment_id, channel_id, metric, version_number, source_id, target_seconds, exclusion_reason, late_exclusion`.execute(db);
  return rows.flatMap(unpack);
}

function unpack({ packed, ...shared }: Group): TalliedObligation[] {
  const obligations: TalliedObligation[] = [];
  for (let offset = 0; offset < packed.length; offset += ROW_BYTES) {
    const read = (index: number): number | null => {
      const number = packed.readDoubleBE(offset + index * NUMBER_BYTES);
      return Number.isNaN(number) ? null : number;
    };
    obligations.push({
      commitmentId: shared.commitmentId,
      channelId: shared.channelId,
      metric: shared.metric,
      versionNumber: shared.versionNumber,
      sourceId: shared.sourceId,
      targetSeconds: shared.targetSeconds,
      exclusionReason: shared.exclusionReason,
      lateExclusion: shared.lateExclusion,
      askedAt: packed.readDoubleBE(offset),
      breachAt: read(1),
      answeredAt: read(2),
      waitedSeconds: read(3),
      staffedSeconds: read(4),
      excludedAt: read(5),
    });
  }
  return obligations;
}
