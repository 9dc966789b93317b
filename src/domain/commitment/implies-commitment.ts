import type { Commitment } from '../agreement/agreement.ts';
import type { CalendarRules } from '../calendar/calendar.ts';
import { findLostOpenTime, type TimeSpan } from '../calendar/compare-open-time.ts';
import type { Instant } from '../instant.ts';

/** A commitment with the calendar whose open time its clock counts; null counts all time. */
export interface ClockedCommitment {
  readonly commitment: Commitment;
  readonly clock: CalendarRules | null;
}

/** What a commitment lacks to promise all that another one does. */
export interface Shortfall {
  readonly longerTarget: boolean;
  readonly lowerObjective: boolean;
  readonly automationAllowed: boolean;
  /** Time that the other's clock counts and this one's does not, so that deadlines come later. */
  readonly lostTime: readonly TimeSpan[];
}

/**
 * What `offered` lacks to promise, from `since` on, all that `promised` does. Undefined when they are about different
 * things. A clock that counts more time uses the target up sooner, so it never promises less.
 */
export function findShortfall(promised: ClockedCommitment, offered: ClockedCommitment, since: Instant): Shortfall | undefined {
  const before = promised.commitment;
  const after = offered.commitment;
  if (before.channelId !== after.channelId || before.metric !== after.metric) return undefined;
  if (after.topic !== undefined && after.topic !== before.topic) return undefined;
  const heldToOwn = before.ownTargets === true;
  if (heldToOwn !== (after.ownTargets === true)) return undefined;
  return {
    longerTarget: !heldToOwn && after.targetSeconds > before.targetSeconds,
    lowerObjective: after.objectivePercent < before.objectivePercent,
    automationAllowed: after.automationAnswers && !before.automationAnswers,
    lostTime: findLostOpenTime(promised.clock, offered.clock, since),
  };
}

/** Whether keeping `offered` keeps `promised` too. */
export function impliesCommitment(promised: ClockedCommitment, offered: ClockedCommitment, since: Instant): boolean {
  const shortfall = findShortfall(promised, offered, since);
  if (shortfall === undefined) return false;
  return !shortfall.longerTarget && !shortfall.lowerObjective && !shortfall.automationAllowed && shortfall.lostTime.length === 0;
}
