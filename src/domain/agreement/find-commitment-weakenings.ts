import { isAlwaysOpen } from '../calendar/describe-hours.ts';
import { describeTimeSpan } from '../calendar/describe-time-span.ts';
import { describeObjective } from '../commitment/describe-commitment.ts';
import { type ClockedCommitment, findShortfall, impliesCommitment, type Shortfall } from '../commitment/implies-commitment.ts';
import { formatCount } from '../count-text.ts';
import { describeDuration } from '../duration-text.ts';
import type { Instant } from '../instant.ts';
import type { Agreement } from './agreement.ts';
import type { Weakening } from './is-weakening.ts';
import { nameCommitment } from './name-commitment.ts';
import { listClockedCommitments } from './resolve-agreement.ts';

/** The commitments of `before` that nothing in `after` keeps any more, and why. */
export function findCommitmentWeakenings(before: Agreement, after: Agreement, since: Instant): Weakening[] {
  const offered = listClockedCommitments(after);
  return listClockedCommitments(before).flatMap((promised) => {
    if (offered.some((candidate) => impliesCommitment(promised, candidate, since))) return [];
    const name = nameCommitment(before, promised.commitment);
    return explain(promised, offered, since).map((what) => ({ field: 'commitments', reason: `${name} ${what}` }));
  });
}

/** Why `promised` is not kept by its successor: the commitment with the same id, as long as it is about the same thing. */
function explain(promised: ClockedCommitment, offered: readonly ClockedCommitment[], since: Instant): string[] {
  const successor = offered.find(({ commitment }) => commitment.id === promised.commitment.id);
  const shortfall = successor === undefined ? undefined : findShortfall(promised, successor, since);
  if (successor === undefined || shortfall === undefined) return ['This promise is taken back.'];
  return describeShortfall(shortfall, promised, successor);
}

function describeShortfall(shortfall: Shortfall, promised: ClockedCommitment, successor: ClockedCommitment): string[] {
  const before = promised.commitment;
  const after = successor.commitment;
  const reasons: string[] = [];
  if (shortfall.longerTarget) {
    reasons.push(`More time is allowed: ${nameTarget(successor)} instead of ${nameTarget(promised)}.`);
  }
  if (shortfall.lowerObjective) {
    reasons.push(
      `It is to be kept less often: ${describeObjective(after.objectivePercent)} instead of ${describeObjective(before.objectivePercent)}.`,
    );
  }
  if (shortfall.automationAllowed) reasons.push('An automatic reply now counts as an answer.');
  const [first, ...more] = shortfall.lostTime;
  if (first !== undefined && successor.clock !== null) {
    const example = describeTimeSpan(first, successor.clock.timeZone);
    reasons.push(
      promised.clock === null
        ? 'The clock, which ran day and night, now stops outside opening hours.'
        : `The clock now stops at times when it ran, so that answers are due later: first on ${example}${andMore(more.length)}.`,
    );
  }
  return reasons;
}

function nameTarget({ commitment, clock }: ClockedCommitment): string {
  return describeDuration(commitment.targetSeconds, clock === null || isAlwaysOpen(clock) ? 'elapsed' : 'working');
}

/** ` and 3 more times`, or nothing. */
export function andMore(count: number): string {
  if (count === 0) return '';
  return count === 1 ? ' and once more' : ` and ${formatCount(count)} more times`;
}
