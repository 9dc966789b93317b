import { sql } from 'kysely';
import type { Window } from '../domain/compliance/window.ts';
import type { RecordedEvents } from '../domain/figures/figures.ts';
import { DAY_SECONDS, type Instant } from '../domain/instant.ts';
import type { Reader } from './reader.ts';

/** An event that was recorded later than this after it is said to have happened is told apart. */
export const LONG_AFTER_SECONDS = DAY_SECONDS;

/** What is known of a channel's sources. */
export interface ChannelSign {
  readonly channelId: string;
  /** Last sign of life from any of its sources; null when none ever gave one. */
  readonly lastSignAt: Instant | null;
  readonly recording: RecordedEvents;
}

export async function readChannelSigns(db: Reader, companyId: number, window: Window): Promise<Map<string, ChannelSign>> {
  const { rows } = await sql<{ channelId: string; lastSignAt: Instant | null; events: number; recordedLongAfter: number }>`
    select
      channel.id as "channelId", sign.last_sign_at as "lastSignAt",
      coalesce(recorded.events, 0)::int8 as events, coalesce(recorded.long_after, 0)::int8 as "recordedLongAfter"
    from channel
    left join (
      select channel_source.channel_id, max(source.last_seen_at) as last_sign_at
      from channel_source
      join source on source.company_id = channel_source.company_id and source.id = channel_source.source_id
      where channel_source.company_id = ${companyId}
      group by channel_source.channel_id
    ) as sign on sign.channel_id = channel.id
    left join (
      select channel_id, count(*) as events, count(*) filter (where recorded_at - at > ${LONG_AFTER_SECONDS}) as long_after
      from event
      where company_id = ${companyId} and at >= ${window.fromAt} and at <= ${window.toAt}
      group by channel_id
    ) as recorded on recorded.channel_id = channel.id
    where channel.company_id = ${companyId}`.execute(db);
  return new Map(
    rows.map(({ channelId, lastSignAt, events, recordedLongAfter }) => [
      channelId,
      { channelId, lastSignAt, recording: { events, recordedLongAfter } },
    ]),
  );
}
