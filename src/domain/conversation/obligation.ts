import type { Metric } from '../commitment/metric.ts';
import type { Instant } from '../instant.ts';

/** One wait that a commitment covers. Nothing in it depends on when one looks. */
export type Obligation = {
  commitmentKey: string;
  metric: Metric;
  /** The version that judges it: the one in force at `askedAt`. */
  versionNumber: number;
  /** The message that opened the wait; null for a resolution asked for by reopening alone. */
  messageId: string | null;
  /** What it is about; null where the source did not say. */
  topic: string | null;
  askedAt: Instant;
  /**
   * The first instant at which the target is used up; of an obligation fulfilled earlier, when it
   * would have been. Null while the clock stands still before that, or if it never gets so far.
   */
  dueAt: Instant | null;
  /** The last instant at which the target is not exceeded. Unanswered after it is breached. Null: none in sight. */
  breachAt: Instant | null;
  /** When a reply, or the resolution, ended the wait. */
  answeredAt: Instant | null;
  /** Time that passed from asked to answered. */
  waitedSeconds: number | null;
  /** The same on the commitment's clock, without pauses: what the target is compared with. */
  staffedSeconds: number | null;
  targetSeconds: number;
  /** When the exclusion that stands was made. */
  excludedAt: Instant | null;
  /** Whether it was excluded only after it had been breached. */
  lateExclusion: boolean;
};

export const OUTCOMES = ['running', 'met', 'breached', 'excluded'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/**
 * What an obligation has come to at `now`. At the due instant without an answer it is running still.
 * To look at the past, judge the events up to then: a later event can change more than the outcome.
 */
export function outcomeAt(obligation: Obligation, now: Instant): Outcome {
  if (obligation.excludedAt !== null && obligation.excludedAt <= now) return 'excluded';
  return outcomeWithoutExclusionAt(obligation, now);
}

/** The outcome if nobody had excluded anything: what late exclusions are counted by. */
export function outcomeWithoutExclusionAt(obligation: Obligation, now: Instant): Exclude<Outcome, 'excluded'> {
  const { answeredAt, staffedSeconds, targetSeconds, breachAt } = obligation;
  if (answeredAt !== null && answeredAt <= now && staffedSeconds !== null) {
    return staffedSeconds <= targetSeconds ? 'met' : 'breached';
  }
  return breachAt !== null && now > breachAt ? 'breached' : 'running';
}
