import type { CheckedItem } from './check-items.ts';

/** Items that are recorded together, as far as they can be made ready without the database and must be before it is asked. */
export interface BatchPart {
  readonly items: readonly CheckedItem[];
  /** Of the conversations of all events, each once. */
  readonly conversationIds: readonly string[];
}

export function toPart(items: readonly CheckedItem[]): BatchPart {
  const ids = new Set<string>();
  for (const item of items) if ('event' in item) ids.add(item.event.conversationId);
  return { items, conversationIds: [...ids] };
}
