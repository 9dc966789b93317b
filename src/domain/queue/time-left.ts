import type { CompiledCalendar } from '../calendar/compiled-calendar.ts';
import { type DurationClock, formatDuration } from '../duration-text.ts';
import { DAY_SECONDS, HOUR_SECONDS, type Instant, MINUTE_SECONDS } from '../instant.ts';
import { DUE_WITHIN_SECONDS } from './queue-filter.ts';

/**
 * How urgent an unanswered obligation is.
 *
 * - `breached`: the target is exceeded.
 * - `soon`: it will be used up within an hour, or is used up and not yet exceeded.
 * - `running`: there is more time.
 * - `paused`: its clock stands still, so that nothing is due.
 */
export type Urgency = 'breached' | 'soon' | 'running' | 'paused';

export interface TimeLeft {
  readonly urgency: Urgency;
  /** Seconds on the commitment's own clock until it is due, or since then when it is breached; null while nothing is due. */
  readonly seconds: number | null;
}

/**
 * Where an unanswered obligation stands at `now`.
 * @param clock the commitment's; null counts all elapsed time.
 */
export function readTimeLeft(
  { dueAt, breachAt }: { readonly dueAt: Instant | null; readonly breachAt: Instant | null },
  clock: CompiledCalendar | null,
  now: Instant,
): TimeLeft {
  const between = (from: Instant, to: Instant) => (clock === null ? Math.max(0, to - from) : clock.elapsedSeconds(from, to));
  if (breachAt !== null && now > breachAt) return { urgency: 'breached', seconds: between(dueAt ?? breachAt, now) };
  if (dueAt === null) return { urgency: 'paused', seconds: null };
  return { urgency: dueAt <= now + DUE_WITHIN_SECONDS['1h'] ? 'soon' : 'running', seconds: between(now, dueAt) };
}

/**
 * The time left or exceeded in words, on the commitment's own clock: "2 h 10 min left", "1 h 5 min over". Time left is rounded down and time
 * exceeded up, so that neither flatters.
 */
export function describeTimeLeft({ urgency, seconds }: TimeLeft, clock: DurationClock): string {
  if (seconds === null) return 'clock stopped';
  return urgency === 'breached' ? `${formatDuration(seconds, clock)} over` : `${formatDuration(roundDown(seconds, clock), clock)} left`;
}

/** To the smallest unit that `formatDuration` would show. */
function roundDown(seconds: number, clock: DurationClock): number {
  if (seconds < MINUTE_SECONDS) return seconds;
  return seconds - (seconds % (clock === 'elapsed' && seconds >= DAY_SECONDS ? HOUR_SECONDS : MINUTE_SECONDS));
}
