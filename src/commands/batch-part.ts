import type { StoredEvent } from '../store/event.ts';
import type { CheckedItem } from './check-items.ts';

/** Items that are recorded together, as far as they can be made ready without the database. */
export interface BatchPart {
  readonly items: readonly CheckedItem[];
  /** Their events by id: of several with one id the first. */
  readonly events: ReadonlyMap<string, StoredEvent>;
  /** Of the conversations of all events: each once, in order. */
  readonly conversationIds: readonly string[];
}

export function toPart(items: readonly CheckedItem[]): BatchPart {
  const events = new Map<string, StoredEvent>();
  const conversationIds = new Set<string>();
  for (const item of items) {
    if ('refusal' in item) continue;
    conversationIds.add(item.event.conversationId);
    if (!events.has(item.event.id)) events.set(item.event.id, item.event);
  }
  return { items, events, conversationIds: [...conversationIds].sort() };
}
