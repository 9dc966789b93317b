import type { Instant } from '../domain/instant.ts';
import type { StoredEvent } from '../store/event.ts';
import type { EventInput } from './event-input.ts';
import { checkItem, type ItemResult } from './event-item.ts';
import type { SourceFacts } from './source-facts-cache.ts';

/** An item of a batch as it was given, with its position in the batch. */
export interface GivenItem {
  readonly index: number;
  readonly item: unknown;
}

/** An item that was looked at by itself: the event as it is to be kept, or why it is refused. */
export type CheckedItem =
  | { readonly index: number; readonly event: StoredEvent }
  | { readonly index: number; readonly refusal: ItemResult };

/** After so many items, about a millisecond of them, others get their turn: most of all the batch before, which is recorded meanwhile. */
const ITEMS_AT_ONCE = 250;

/** Checks all that can be told without what the company has recorded and published. */
export async function checkItems(given: readonly GivenItem[], { kind, hashAuthor }: SourceFacts, now: Instant): Promise<CheckedItem[]> {
  const checked: CheckedItem[] = [];
  for (const { index, item } of given) {
    if (checked.length > 0 && checked.length % ITEMS_AT_ONCE === 0) await new Promise(setImmediate);
    const found = checkItem(item, index, kind, now);
    checked.push('refusal' in found ? { index, refusal: found.refusal } : { index, event: toStoredEvent(found.input, hashAuthor) });
  }
  return checked;
}

function toStoredEvent(input: EventInput, hashAuthor: SourceFacts['hashAuthor']): StoredEvent {
  return {
    id: input.id,
    conversationId: input.conversation,
    channelId: input.channel,
    type: input.type,
    at: input.at,
    authorHash: input.author === undefined ? null : hashAuthor(input.author),
    audience: input.audience ?? null,
    language: input.language ?? null,
    messageId: input.message ?? null,
    reason: input.reason ?? null,
    topic: input.topic ?? null,
    dueAt: input.due ?? null,
  };
}
