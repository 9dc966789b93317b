import { type RawBuilder, sql } from 'kysely';
import type { Day } from '../domain/tally/day-clock.ts';
import type { DatabaseTransaction } from './database.ts';

/** Events of a channel that happened on a day, and how many of them were recorded long after. */
export interface RecordedCount {
  readonly channelId: string;
  readonly day: Day;
  readonly events: number;
  readonly recordedLongAfter: number;
}

/** Adds to the counters of events by channel and day. @param counts each channel and day once. */
export async function addRecorded(trx: DatabaseTransaction, companyId: number, counts: readonly RecordedCount[]): Promise<void> {
  await addingRecorded(companyId, counts).execute(trx);
}

/** The statement of `addRecorded`; it returns a row for each channel and day. */
export function addingRecorded(companyId: number, counts: readonly RecordedCount[]): RawBuilder<{ day: Day }> {
  // In order, so that two batches wait for each other rather than in a circle.
  return sql`
    insert into recorded_day (company_id, channel_id, day, events, recorded_long_after)
    select ${companyId}::int8, "channelId", day, events, "recordedLongAfter"
    from json_to_recordset(${JSON.stringify(counts)}::json)
      as added("channelId" text, day int4, events int8, "recordedLongAfter" int8)
    order by "channelId", day
    on conflict (company_id, channel_id, day) do update set
      events = recorded_day.events + excluded.events,
      recorded_long_after = recorded_day.recorded_long_after + excluded.recorded_long_after
    returning day`;
}
