import type { Instant } from '../instant.ts';

/** A message and when it was answered: what other hours are tried on. */
export interface RecordedWait {
  readonly askedAt: Instant;
  /** Null without an answer. */
  readonly answeredAt: Instant | null;
}

/** A message and what it used of a promise's clock: what another target is tried on. */
export interface UsedTime {
  readonly askedAt: Instant;
  /** Up to the answer, or without one up to now. Infinity: it counts as kept under no target. */
  readonly seconds: number;
  readonly isAnswered: boolean;
}
