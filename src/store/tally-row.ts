import { type RawBuilder, sql } from 'kysely';
import type { AddedUp, NewRow, Row } from '../../db/schema.ts';
import type { Metric } from '../domain/commitment/metric.ts';
import type { DayRun } from '../domain/tally/day-run.ts';
import { countExcluded, type ExclusionCount, type Tally } from '../domain/tally/tally.ts';
import type { DatabaseTransaction } from './database.ts';

/** What both a day's tally and its changes hold. */
export type TallyRow = Omit<Row<'day_tally'>, AddedUp | 'company_id' | 'revision'>;

const PLAIN = ['commitment_id', 'channel_id', 'metric', 'version_number', 'source_id', 'day', 'exclusions', 'settled_at'] as const;
const COUNTED = ['met_by_hour', 'late_by_hour', 'breach_at', 'breach_hour'] as const;
/** How long people waited: nearly all of the bytes. */
const SECONDS = ['waited', 'staffed'] as const;
const PACKED = [...COUNTED, ...SECONDS] as const;
type Packed = (typeof PACKED)[number];

export function toTally(row: TallyRow): Tally {
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

export function toTallyRow(companyId: number, tally: Tally): NewRow<'day_tally'> & Pick<TallyRow, Packed> {
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
    excluded: countExcluded(tally.exclusions),
    late_excluded: countExcluded(tally.exclusions.filter(({ late }) => late)),
    settled_at: tally.settledAt,
  };
}

/** The columns of a tally in their order, without the company. */
export const TALLY_COLUMNS = [...PLAIN, ...PACKED] as const;

/** A row as JSON holds it: bytes in base64, without those that were left out. */
export type JsonTallyRow = Omit<TallyRow, Packed> & Partial<Record<Packed, string>>;

/** The columns of a row to be read as JSON, see `readTogether`. @param hasSeconds false leaves out how long people waited. */
export function jsonColumns(hasSeconds: boolean): RawBuilder<unknown> {
  const packed = hasSeconds ? PACKED : COUNTED;
  return sql.raw([...PLAIN, ...packed.map((column) => `encode(${column}, 'base64') as ${column}`)].join(', '));
}

export function fromJsonRow(row: JsonTallyRow): Tally {
  const bytes = Object.fromEntries(PACKED.map((column) => [column, Buffer.from(row[column] ?? '', 'base64')]));
  return toTally({ ...row, ...(bytes as Pick<TallyRow, Packed>) });
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

/** The tallies of a run as they are stored. */
export async function listTallies(trx: DatabaseTransaction, companyId: number, { commitmentId, fromDay, toDay }: DayRun): Promise<Tally[]> {
  const rows = await trx
    .selectFrom('day_tally')
    .selectAll()
    .where('company_id', '=', companyId)
    .where('commitment_id', '=', commitmentId)
    .where('day', '>=', fromDay)
    .where('day', '<=', toDay)
    .execute();
  return rows.map(toTally);
}
