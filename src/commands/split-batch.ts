import type { GivenItem } from './check-items.ts';

/** Two parts of about the same size, no conversation in both: one of them is empty when there is only one. */
export function splitByConversation(given: readonly GivenItem[]): readonly [GivenItem[], GivenItem[]] {
  const parts: [GivenItem[], GivenItem[]] = [[], []];
  const partOf = new Map<unknown, GivenItem[]>();
  for (const one of given) {
    const smaller = parts[0].length <= parts[1].length ? parts[0] : parts[1];
    const conversation = conversationOf(one.item);
    const part = conversation === undefined ? smaller : partOf.getOrInsert(conversation, smaller);
    part.push(one);
  }
  return parts;
}

/** Of an item that may be anything. */
const conversationOf = (item: unknown): unknown =>
  typeof item === 'object' && item !== null && 'conversation' in item ? item.conversation : undefined;
