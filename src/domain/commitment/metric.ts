/** What a commitment is about. */
export const METRICS = ['first-response', 'next-response', 'resolution', 'answered'] as const;
export type Metric = (typeof METRICS)[number];
