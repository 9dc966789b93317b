import type { CompiledCalendar } from '../calendar/compiled-calendar.ts';
import type { Instant } from '../instant.ts';
import type { CommitmentRule, PauseState } from './commitment-rule.ts';
import type { ConversationEvent } from './event.ts';

/** What a clock with pauses showed for one wait. */
export type ClockReading = {
  dueAt: Instant | null;
  breachAt: Instant | null;
  /** Seconds used up to the end of the wait; null while it has none. */
  usedSeconds: number | null;
};

/** A stretch of a conversation's events, `from` inclusive, `to` exclusive. */
export type EventRange = { events: readonly ConversationEvent[]; from: number; to: number };

/**
 * Runs a commitment's clock from `askedAt` over the events of `range` (those after the one that
 * asked) until `endAt`, or until the events are used up when the wait has no end.
 *
 * Once the target is exceeded it stays so: a pause heals nothing. When the wait ends during a
 * pause, due and breach are what they would be if the clock ran on from there.
 */
export function runClock(
  rule: CommitmentRule,
  askedAt: Instant,
  isAnswered: boolean,
  range: EventRange,
  endAt: Instant | null,
): ClockReading {
  const reading: ClockReading = { dueAt: null, breachAt: null, usedSeconds: null };
  let usedSeconds = 0;
  let runningSince: Instant | null = askedAt;
  if (rule.pauseOn.size > 0) {
    const state: ConversationState = { isPending: false, isResolved: false, isAnswered };
    for (let i = range.from; i < range.to; i++) {
      const event = range.events[i] as ConversationEvent;
      applyEvent(state, event, rule.automationAnswers);
      const pauses = isPaused(state, rule.pauseOn);
      if (pauses && runningSince !== null) {
        usedSeconds += useUp(reading, rule, usedSeconds, runningSince, event.at);
        runningSince = null;
      } else if (!pauses && runningSince === null) {
        runningSince = event.at;
      }
    }
  }
  if (endAt !== null) {
    runningSince ??= endAt;
    reading.usedSeconds = usedSeconds + elapsedOn(rule.clock, runningSince, endAt);
  }
  if (runningSince !== null) useUp(reading, rule, usedSeconds, runningSince, null);
  return reading;
}

/** Seconds on a clock; null is elapsed time. 0 when `toAt` is not after `fromAt`. */
export function elapsedOn(clock: CompiledCalendar | null, fromAt: Instant, toAt: Instant): number {
  return clock === null ? Math.max(0, toAt - fromAt) : clock.elapsedSeconds(fromAt, toAt);
}

/**
 * Lets the clock run from `fromAt` to `toAt` (null: for ever) with `usedSeconds` used before, notes
 * due and breach where they fall into it, and returns the seconds it used.
 */
function useUp(
  reading: ClockReading,
  { clock, targetSeconds }: CommitmentRule,
  usedSeconds: number,
  fromAt: Instant,
  toAt: Instant | null,
): number {
  const seconds = toAt === null ? Number.POSITIVE_INFINITY : elapsedOn(clock, fromAt, toAt);
  // The breach is noted after the due instant: where there is one of both, nothing is left to note.
  if (reading.breachAt !== null) return seconds;
  const left = targetSeconds - usedSeconds;
  if (reading.dueAt === null && seconds >= left) {
    reading.dueAt = clock === null ? fromAt + left : clock.addSeconds(fromAt, left);
  }
  if (seconds > left) {
    reading.breachAt = clock === null ? fromAt + left : clock.latestInstantWithin(fromAt, left);
  }
  return seconds;
}

type ConversationState = { isPending: boolean; isResolved: boolean; isAnswered: boolean };

/** A customer's message reopens and resumes; only it and `reopened` take a conversation out of resolved. */
function applyEvent(state: ConversationState, { type }: ConversationEvent, automationAnswers: boolean): void {
  if (type === 'customer-message') {
    state.isPending = false;
    state.isResolved = false;
    state.isAnswered = false;
  } else if (type === 'agent-reply' || (type === 'automatic-reply' && automationAnswers)) {
    state.isAnswered = true;
  } else if (type === 'reopened') {
    state.isPending = false;
    state.isResolved = false;
  } else if (type === 'resumed') {
    state.isPending = false;
  } else if (type === 'resolved') {
    state.isPending = false;
    state.isResolved = true;
  } else if (type === 'pending-customer') {
    state.isPending = true;
  }
}

function isPaused(state: ConversationState, pauseOn: ReadonlySet<PauseState>): boolean {
  if (state.isResolved) return pauseOn.has('resolved');
  if (!state.isPending) return false;
  return pauseOn.has('pending-customer') || (state.isAnswered && pauseOn.has('answered-pending-customer'));
}
