/** An item of a batch, with its position there. */
export type PlacedItem = readonly [index: number, item: unknown];

/** A batch of at least so many events is recorded in two parts at once: while the database writes one, the other is judged. */
const SPLIT_FROM_EVENTS = 500;

/** Two parts of about the same size, no conversation in both. */
export function splitByConversation(items: readonly unknown[]): PlacedItem[][] {
  if (items.length < SPLIT_FROM_EVENTS) return [[...items.entries()]];
  const parts: [PlacedItem[], PlacedItem[]] = [[], []];
  const partOf = new Map<unknown, PlacedItem[]>();
  for (const [index, item] of items.entries()) {
    const conversation = typeof item === 'object' && item !== null && 'conversation' in item ? item.conversation : undefined;
    const part = partOf.get(conversation) ?? (parts[0].length <= parts[1].length ? parts[0] : parts[1]);
    partOf.set(conversation, part);
    part.push([index, item]);
  }
  return parts.filter((part) => part.length > 0);
}
