import type { Instant } from '../domain/instant.ts';
import type { StoredEvent } from '../store/event.ts';
import type { EventInput } from './event-input.ts';
import { checkItem, type ItemResult } from './event-item.ts';
import type { SourceFacts } from './source-facts-cache.ts';

/** An item of a batch that was looked at by itself: the event as it is to be kept, or why it is refused; with its position in the batch. */
export type CheckedItem =
  | { readonly index: number; readonly event: StoredEvent }
  | { readonly index: number; readonly refusal: ItemResult };

/** Checks all that can be told without what the company has recorded and published. */
export function checkItems(items: readonly unknown[], { kind, hashAuthor }: SourceFacts, now: Instant): CheckedItem[] {
  return items.map((item, index) => {
    const found = checkItem(item, index, kind, now);
    return 'refusal' in found ? { index, refusal: found.refusal } : { index, event: toStoredEvent(found.input, hashAuthor) };
  });
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
