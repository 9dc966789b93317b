import { LONG_AFTER_SECONDS } from '../domain/conversation/event.ts';
import type { Instant } from '../domain/instant.ts';
import type { Day } from '../domain/tally/day-clock.ts';
import type { StoredEvent } from '../store/event.ts';
import type { RecordedBatch } from '../store/note-recorded.ts';
import type { RecordedCount } from '../store/recorded-day.ts';
import type { Batch, Writable } from './record-batch.ts';

/**
 * What the source leaves behind beside its events: counters of the days, the newest event of each channel, and its sign of life. To be noted
 * once in the same transaction, since an event is added once and for all.
 * @param signOfLifeAt when the source gave one; an import gives it at its newest event instead, and none without one.
 * @returns undefined when there is nothing to be noted.
 */
export function countAdded(
  { days, recordedAt }: Pick<Batch, 'days' | 'recordedAt'>,
  signOfLifeAt: Instant | 'newest-event',
  added: readonly StoredEvent[],
): RecordedBatch | undefined {
  const counts = new Map<string, Map<Day, Writable<RecordedCount>>>();
  const newest = new Map<string, Instant>();
  for (const { channelId, at } of added) {
    if (at > (newest.get(channelId) ?? -1)) newest.set(channelId, at);
    const day = days.dayOf(at);
    const ofChannel = counts.getOrInsertComputed(channelId, () => new Map());
    const count = ofChannel.getOrInsertComputed(day, () => ({ channelId, day, events: 0, recordedLongAfter: 0 }));
    count.events += 1;
    if (recordedAt - at > LONG_AFTER_SECONDS) count.recordedLongAfter += 1;
  }
  const lifeAt = signOfLifeAt === 'newest-event' ? Math.max(...newest.values()) : signOfLifeAt;
  return Number.isFinite(lifeAt)
    ? { counts: [...counts.values()].flatMap((ofChannel) => [...ofChannel.values()]), newest, signOfLifeAt: lifeAt }
    : undefined;
}
