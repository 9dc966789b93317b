import { sql } from 'kysely';
import type { Window } from '../domain/compliance/window.ts';
import type { RecordedEvents } from '../domain/figures/figures.ts';
import type { Instant } from '../domain/instant.ts';
import { getDayClock } from '../domain/tally/day-clock.ts';
import { prepared } from '../store/prepared.ts';
import type { CompanyReference, Reader } from './reader.ts';

/** What is known of a channel's sources. */
export interface ChannelSign {
  readonly channelId: string;
  /** Last sign of life from any of its sources; null when none ever gave one. */
  readonly lastSignAt: Instant | null;
  readonly recording: RecordedEvents;
}

/** The signs of all channels of a company, with their events of the days of the window. */
export async function readChannelSigns(
  db: Reader,
  company: CompanyReference,
  window: Pick<Window, 'fromAt' | 'toAt'>,
): Promise<Map<string, ChannelSign>> {
  const clock = getDayClock(company.timeZone);
  const { rows } = await sql<{ channelId: string; lastSignAt: Instant | null; events: number; recordedLongAfter: number }>`
    ${prepared} select
      channel.id as "channelId", sign.last_sign_at as "lastSignAt",
      coalesce(recorded.events, 0)::int8 as events, coalesce(recorded.long_after, 0)::int8 as "recordedLongAfter"
    from channel
    left join (
      select channel_source.channel_id, max(source.last_seen_at) as last_sign_at
      from channel_source
      join source on source.company_id = channel_source.company_id and source.id = channel_source.source_id
      where channel_source.company_id = ${company.id}
      group by channel_source.channel_id
    ) as sign on sign.channel_id = channel.id
    left join (
      select channel_id, sum(events) as events, sum(recorded_long_after) as long_after
      from recorded_day
      where company_id = ${company.id} and day between ${clock.dayOf(window.fromAt)} and ${clock.dayOf(window.toAt)}
      group by channel_id
    ) as recorded on recorded.channel_id = channel.id
    where channel.company_id = ${company.id}`.execute(db);
  return new Map(
    rows.map(({ channelId, lastSignAt, events, recordedLongAfter }) => [
      channelId,
      { channelId, lastSignAt, recording: { events, recordedLongAfter } },
    ]),
  );
}
