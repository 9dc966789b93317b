import type { CheckedItem } from './check-items.ts';

/** Two parts of about the same size, no conversation in both: one of them is empty when there is only one. */
export function splitByConversation(items: readonly CheckedItem[]): readonly [CheckedItem[], CheckedItem[]] {
  const parts: [CheckedItem[], CheckedItem[]] = [[], []];
  const partOf = new Map<string, CheckedItem[]>();
  for (const item of items) {
    const smaller = parts[0].length <= parts[1].length ? parts[0] : parts[1];
    if ('refusal' in item) {
      smaller.push(item);
      continue;
    }
    const { conversationId } = item.event;
    const part = partOf.get(conversationId) ?? smaller;
    partOf.set(conversationId, part);
    part.push(item);
  }
  return parts;
}
