import { sql } from 'kysely';
import { LONG_AFTER_SECONDS, OWN_EVENT_PREFIX } from '../domain/conversation/event.ts';
import { HOUR_SECONDS, type Instant } from '../domain/instant.ts';
import type { DayClock } from '../domain/tally/day-clock.ts';
import type { CommitmentDay } from '../domain/tally/day-run.ts';
import type { DatabaseTransaction } from './database.ts';
import { markDays } from './day-mark.ts';
import { addRecorded, type RecordedCount } from './recorded-day.ts';

/** No zone has begun a day within a quarter of an hour since 1972, so all instants of one lie in the same day. */
const QUARTER_SECONDS = HOUR_SECONDS / 4;

/**
 * Counts a company's days anew, because they begin at other instants now: all are marked, and the events counted again.
 * The transaction must hold the company alone.
 */
export async function retallyCompany(trx: DatabaseTransaction, companyId: number, clock: DayClock): Promise<void> {
  for (const table of ['day_tally', 'day_mark', 'day_change', 'recorded_day'] as const) {
    await trx.deleteFrom(table).where('company_id', '=', companyId).execute();
  }
  await markAllDays(trx, companyId, clock);
  await recountEvents(trx, companyId, clock);
}

async function markAllDays(trx: DatabaseTransaction, companyId: number, clock: DayClock): Promise<void> {
  await markDays(trx, companyId, await listAskedDays(trx, companyId, clock));
}

/** The days on which there are obligations of each commitment, each once. */
export async function listAskedDays(trx: DatabaseTransaction, companyId: number, clock: DayClock): Promise<CommitmentDay[]> {
  const { rows } = await sql<{ commitmentId: string; at: Instant }>`
    select distinct commitment_id as "commitmentId", asked_at / ${QUARTER_SECONDS}::int8 * ${QUARTER_SECONDS}::int8 as at
    from obligation where company_id = ${companyId}`.execute(trx);
  const days = new Map<string, CommitmentDay>();
  for (const { commitmentId, at } of rows) {
    const day = clock.dayOf(at);
    days.set(`${day} ${commitmentId}`, { commitmentId, day });
  }
  return [...days.values()];
}

async function recountEvents(trx: DatabaseTransaction, companyId: number, clock: DayClock): Promise<void> {
  await addRecorded(trx, companyId, await countEvents(trx, companyId, clock));
}

/** The events of each channel and day that sources told of. */
export async function countEvents(trx: DatabaseTransaction, companyId: number, clock: DayClock): Promise<RecordedCount[]> {
  const { rows } = await sql<{ channelId: string; at: Instant; events: number; recordedLongAfter: number }>`
    select
      channel_id as "channelId", at / ${QUARTER_SECONDS}::int8 * ${QUARTER_SECONDS}::int8 as at, count(*) as events,
      count(*) filter (where recorded_at - at > ${LONG_AFTER_SECONDS}) as "recordedLongAfter"
    from event where company_id = ${companyId} and not starts_with(id, ${OWN_EVENT_PREFIX}) group by 1, 2`.execute(trx);
  return sumByDay(rows.map(({ at, ...count }) => ({ ...count, day: clock.dayOf(at) })));
}

/** Adds up what is of one channel and day. */
function sumByDay(counts: readonly RecordedCount[]): RecordedCount[] {
  const sums = new Map<string, RecordedCount>();
  for (const count of counts) {
    const key = `${count.day} ${count.channelId}`;
    const known = sums.get(key);
    const { events = 0, recordedLongAfter = 0 } = known ?? {};
    sums.set(key, { ...count, events: events + count.events, recordedLongAfter: recordedLongAfter + count.recordedLongAfter });
  }
  return [...sums.values()];
}
