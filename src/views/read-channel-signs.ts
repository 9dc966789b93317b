import { sql } from 'kysely';
import type { ChannelSign } from '../domain/figures/make-figures.ts';
import type { Instant } from '../domain/instant.ts';
import type { DaySpan } from './tallies/tally-range.ts';

export interface ChannelRow {
  readonly id: string;
  readonly lastSignAt: Instant | null;
}

/** Every channel of a company, with the last sign of life from any of its sources. */
export const channelsOf = (companyId: number) => sql<ChannelRow>`
  select channel.id, sign.last_sign_at as "lastSignAt"
  from channel
  left join (
    select channel_source.channel_id, max(source.last_seen_at) as last_sign_at
    from channel_source
    join source on source.company_id = channel_source.company_id and source.id = channel_source.source_id
    where channel_source.company_id = ${companyId}
    group by channel_source.channel_id
  ) as sign on sign.channel_id = channel.id
  where channel.company_id = ${companyId}`;

export interface RecordedRow {
  readonly channelId: string;
  readonly events: number;
  readonly recordedLongAfter: number;
}

/** How many events of each channel there are. */
export const recordedOf = (companyId: number, { fromDay, toDay }: DaySpan) => sql<RecordedRow>`
  select channel_id as "channelId", sum(events)::int8 as events, sum(recorded_long_after)::int8 as "recordedLongAfter"
  from recorded_day
  where company_id = ${companyId} and day between ${fromDay} and ${toDay}
  group by channel_id`;

/** The signs of all channels, with their events of the days. */
export function toChannelSigns(channels: readonly ChannelRow[], recorded: readonly RecordedRow[]): Map<string, ChannelSign> {
  const recordingOf = new Map(recorded.map(({ channelId, ...recording }) => [channelId, recording]));
  const nothing = { events: 0, recordedLongAfter: 0 };
  return new Map(channels.map(({ id, lastSignAt }) => [id, { channelId: id, lastSignAt, recording: recordingOf.get(id) ?? nothing }]));
}
