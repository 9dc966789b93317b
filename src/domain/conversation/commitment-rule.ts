import type { CompiledCalendar } from '../calendar/compiled-calendar.ts';
import type { Metric } from '../commitment/metric.ts';
import type { Instant } from '../instant.ts';

/**
 * A state of the conversation in which a clock can stand still.
 *
 * - `pending-customer`: the company said it waits for the customer.
 * - `answered-pending-customer`: the same, but only while the customer's last message is answered.
 * - `resolved`: marked as resolved and not reopened.
 */
export const PAUSE_STATES = ['pending-customer', 'answered-pending-customer', 'resolved'] as const;
export type PauseState = (typeof PAUSE_STATES)[number];

/** How Kept's own commitments pause: response clocks never do. */
export const KEPT_PAUSES: Readonly<Record<Metric, ReadonlySet<PauseState>>> = {
  'first-response': new Set(),
  'next-response': new Set(),
  answered: new Set(),
  resolution: new Set<PauseState>(['answered-pending-customer', 'resolved']),
};

/** A commitment as far as it judges conversations. */
export type CommitmentRule = {
  key: string;
  metric: Metric;
  targetSeconds: number;
  /** Null counts elapsed time. */
  clock: CompiledCalendar | null;
  pauseOn: ReadonlySet<PauseState>;
  /** Whether an automatic reply answers the customer. */
  automationAnswers: boolean;
  /** Covers only messages about this topic; all when left out. */
  topic?: string | undefined;
  /** True when each message is held to the instant that its source named for it; messages without one are not covered. */
  ownTargets?: boolean | undefined;
};

/** A version's commitments, in force from `effectiveAt` (inclusive) until the next version's. */
export type VersionRules = {
  number: number;
  effectiveAt: Instant;
  commitments: readonly CommitmentRule[];
};
