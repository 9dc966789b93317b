import { sql } from 'kysely';
import type { Metric } from '../domain/commitment/metric.ts';
import type { DayClock } from '../domain/tally/day-clock.ts';
import type { DayRun } from '../domain/tally/day-run.ts';
import type { TalliedObligation, TallyKey } from '../domain/tally/tally.ts';
import type { Database, DatabaseTransaction } from './database.ts';
import type { ObligationRow } from './obligation.ts';

/** What obligations have in common, with the numbers of each: see `PACKED`. */
interface Group extends TallyKey, Pick<TalliedObligation, 'targetSeconds' | 'exclusionReason' | 'lateExclusion'> {
  readonly packed: Buffer;
}

/** The numbers of an obligation, each in eight bytes as PostgreSQL sends a float8: big-endian, and NaN for null. */
const PACKED = ['asked_at', 'breach_at', 'answered_at', 'waited_seconds', 'staffed_seconds', 'excluded_at'] as const;
const PACKING = sql.raw(PACKED.map((column) => `float8send(coalesce(${column}::float8, 'NaN'))`).join(' || '));

export interface TalliedDays {
  /** In no particular order, to be gone through once. */
  readonly obligations: Iterable<TalliedObligation>;
  /** The changes of these days that the obligations are after. */
  readonly changeIds: readonly string[];
}

/**
 * What the days of a run are tallied from, as of one moment.
 *
 * A busy day of a large company has tens of thousands: as rows, each with its fourteen values as text, they would hold up everybody else for a
 * tenth of a second. Packed by what they have in common they take a tenth of that, and unpacked one by one they need not be held all at once.
 */
export async function listTalliedObligations(
  db: Database | DatabaseTransaction,
  companyId: number,
  { commitmentId, fromDay, toDay }: DayRun,
  clock: DayClock,
): Promise<TalliedDays> {
  const { rows } = await sql<GroupOrNone>`
    with grouped as (
      select
        commitment_id as "commitmentId", channel_id as "channelId", metric, version_number as "versionNumber", source_id as "sourceId",
        target_seconds as "targetSeconds", exclusion_reason as "exclusionReason", late_exclusion as "lateExclusion",
        string_agg(${PACKING}, ''::bytea) as packed
      from obligation
      where company_id = ${companyId} and commitment_id = ${commitmentId}
        and asked_at >= ${clock.startOf(fromDay)} and asked_at < ${clock.startOf(toDay + 1)}
      group by commitment_id, channel_id, metric, version_number, source_id, target_seconds, exclusion_reason, late_exclusion
    )
    select known.ids as "changeIds", grouped.*
    from (select coalesce(array_agg(id::text), '{}') as ids from day_change
      where company_id = ${companyId} and commitment_id = ${commitmentId} and day between ${fromDay} and ${toDay}) as known
    left join grouped on true`.execute(db);
  return { obligations: unpack(rows.filter(isGroup)), changeIds: rows[0]?.changeIds ?? [] };
}

/** Of a run without obligations there is one row, with nothing in it but the changes. */
type GroupOrNone = Pick<TalliedDays, 'changeIds'> & (Group | { readonly packed: null });

const isGroup = (row: GroupOrNone): row is GroupOrNone & Group => row.packed !== null;

/** An obligation of a source as its row holds it. */
export function toTallied(sourceId: number, row: ObligationRow): TalliedObligation {
  return {
    commitmentId: row.commitment_id,
    channelId: row.channel_id,
    metric: row.metric as Metric,
    versionNumber: row.version_number,
    sourceId,
    targetSeconds: row.target_seconds,
    exclusionReason: row.exclusion_reason,
    lateExclusion: row.late_exclusion,
    askedAt: row.asked_at,
    breachAt: row.breach_at,
    answeredAt: row.answered_at,
    waitedSeconds: row.waited_seconds,
    staffedSeconds: row.staffed_seconds,
    excludedAt: row.excluded_at,
  };
}

function* unpack(groups: readonly Group[]): Generator<TalliedObligation> {
  for (const { packed, ...shared } of groups) {
    const numbers = toNumbers(packed);
    for (let first = 0; first < numbers.length; first += PACKED.length) yield toObligation(shared, numbers, first);
  }
}

/** @param first where its numbers begin. */
function toObligation(shared: Omit<Group, 'packed'>, numbers: Float64Array, first: number): TalliedObligation {
  return {
    commitmentId: shared.commitmentId,
    channelId: shared.channelId,
    metric: shared.metric,
    versionNumber: shared.versionNumber,
    sourceId: shared.sourceId,
    targetSeconds: shared.targetSeconds,
    exclusionReason: shared.exclusionReason,
    lateExclusion: shared.lateExclusion,
    askedAt: numbers[first] as number,
    breachAt: toNullable(numbers[first + 1]),
    answeredAt: toNullable(numbers[first + 2]),
    waitedSeconds: toNullable(numbers[first + 3]),
    staffedSeconds: toNullable(numbers[first + 4]),
    excludedAt: toNullable(numbers[first + 5]),
  };
}

/** All at once, in a copy whose place in memory is one for numbers: read one by one they take three times as long. */
function toNumbers(packed: Buffer): Float64Array {
  const { buffer } = new Uint8Array(packed);
  Buffer.from(buffer).swap64();
  return new Float64Array(buffer);
}

const toNullable = (number: number | undefined): number | null => (number === undefined || Number.isNaN(number) ? null : number);
