import type { NewRow, Row } from '../../db/schema.ts';
import type { Metric } from '../domain/commitment/metric.ts';
import type { ExclusionCount, Tally } from '../domain/tally/tally.ts';

export function toTally(row: Omit<Row<'day_tally'>, 'company_id' | 'revision' | 'met' | 'late' | 'last_breach_at'>): Tally {
  return {
    commitmentId: row.commitment_id,
    channelId: row.channel_id,
    metric: row.metric as Metric,
    versionNumber: row.version_number,
    sourceId: row.source_id,
    day: row.day,
    metByHour: toInt32(row.met_by_hour),
    lateByHour: toInt32(row.late_by_hour),
    waited: toInt32(row.waited),
    staffed: toInt32(row.staffed),
    breachAt: toBreachInstants(row.breach_at),
    breachHour: new Uint8Array(row.breach_hour),
    exclusions: row.exclusions as ExclusionCount[],
    settledAt: row.settled_at,
  };
}

export function toTallyRow(companyId: number, tally: Tally): NewRow<'day_tally'> {
  return {
    company_id: companyId,
    commitment_id: tally.commitmentId,
    day: tally.day,
    channel_id: tally.channelId,
    metric: tally.metric,
    version_number: tally.versionNumber,
    source_id: tally.sourceId,
    met_by_hour: toBytes(tally.metByHour),
    late_by_hour: toBytes(tally.lateByHour),
    waited: toBytes(tally.waited),
    staffed: toBytes(tally.staffed),
    breach_at: toBytes(tally.breachAt),
    breach_hour: toBytes(tally.breachHour),
    exclusions: JSON.stringify(tally.exclusions),
    settled_at: tally.settledAt,
  };
}

/** Typed arrays are little-endian on every machine that Node runs on. */
function toBytes(list: Int32Array | Float64Array | Uint8Array): Buffer {
  return Buffer.from(list.buffer, list.byteOffset, list.byteLength);
}

/** The instants of breach that a tally's bytes hold. */
export const toBreachInstants = (bytes: Buffer): Float64Array => new Float64Array(toBuffer(bytes));

function toInt32(bytes: Buffer): Int32Array {
  return new Int32Array(toBuffer(bytes));
}

/** The bytes alone, at a place of their own: a list of numbers must begin at a multiple of its size. */
function toBuffer(bytes: Buffer): ArrayBuffer {
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
}
