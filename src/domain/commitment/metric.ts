/**
 * What is measured.
 *
 * - `first-response`: the first wait of a conversation.
 * - `next-response`: every wait after the first.
 * - `answered`: every wait; the target is the horizon.
 * - `resolution`: the conversation, from its first message until it is resolved for good.
 */
export const METRICS = ['first-response', 'next-response', 'resolution', 'answered'] as const;
export type Metric = (typeof METRICS)[number];
