import type { CheckedItem } from './check-items.ts';

/** A batch of at least so many events is recorded in two parts at once where that helps. */
const SPLIT_FROM_EVENTS = 500;

/** Two parts of about the same size, no conversation in both. */
export function splitByConversation(items: readonly CheckedItem[]): (readonly CheckedItem[])[] {
  if (items.length < SPLIT_FROM_EVENTS) return [items];
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
  return parts.filter((part) => part.length > 0);
}
