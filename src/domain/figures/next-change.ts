import { STALE_AFTER_SECONDS } from '../compliance/verdict.ts';
import { nextMidnight } from '../compliance/window.ts';
import type { Instant } from '../instant.ts';
import type { CompanyFigures } from './figures.ts';
import { findNextOpening } from './open-now.ts';

/** The first of each that lies ahead; null where there is none. */
export interface ComingInstants {
  /** The last instant at which a wait is not yet breached. */
  readonly breachAt: Instant | null;
  /** When an event happens that was recorded ahead of its time. */
  readonly eventAt: Instant | null;
  /** As `breachAt`, of conversations that such events are in: answered ahead of time, they are not running by the database's word. */
  readonly aheadBreachAt: Instant | null;
}

/**
 * The first instant after `now` at which time alone changes what is said of a company: a wait is breached, a source has been silent too
 * long, another version takes effect, a channel opens or closes, the windows move on at midnight, or an event that was recorded some
 * minutes ahead of its time happens. At the latest that midnight.
 * @param figures as they stand at `now`
 */
export function findNextChange(coming: ComingInstants, timeZone: string, figures: CompanyFigures, now: Instant): Instant {
  const { breachAt, eventAt, aheadBreachAt } = coming;
  const { history, commitments, former } = figures;
  const changes = [nextMidnight(timeZone, now)];
  if (eventAt !== null) changes.push(eventAt);
  // At these instants nothing has changed yet: a wait is breached, a source is stale, one second later.
  if (breachAt !== null) changes.push(breachAt + 1);
  if (aheadBreachAt !== null) changes.push(aheadBreachAt + 1);
  for (const { lastSignAt } of [...commitments, ...former]) if (lastSignAt !== null) changes.push(lastSignAt + STALE_AFTER_SECONDS + 1);
  if (history.announced !== undefined) changes.push(history.announced.effectiveAt);
  const opening = history.inForce === undefined ? null : findNextOpening(history.inForce, now);
  if (opening !== null) changes.push(opening);
  return Math.min(...changes.filter((at) => at > now));
}
