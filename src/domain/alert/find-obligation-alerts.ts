import type { CommitmentRule } from '../conversation/commitment-rule.ts';
import { elapsedOn } from '../conversation/wait-clock.ts';
import { DAY_SECONDS, type Instant } from '../instant.ts';
import { type AlertRule, USED_PERCENT } from './alert-rule.ts';
import type { DueAlert, ObligationKey } from './due-alert.ts';

/** A wait that nobody has ended. */
export interface WaitingObligation extends ObligationKey {
  readonly channelId: string;
  readonly versionNumber: number;
  /** Its own, where the source named one. */
  readonly targetSeconds: number;
  readonly dueAt: Instant | null;
  readonly breachAt: Instant | null;
}

/** The commitment that judges an obligation, and what to call it. */
export interface NamedCommitment {
  readonly clock: CommitmentRule['clock'];
  readonly channel: string;
  readonly promise: string;
}

/** A breach is told of for so long after it happened: also when nobody looked meanwhile. */
export const TELL_BREACH_SECONDS = DAY_SECONDS;

/**
 * The alerts that rules on single obligations have at `now`. A share of the target counts on the commitment's own clock: what is used is the
 * target less what is left of it until the due instant. While a clock stands still nothing is due, so nothing is told.
 * A breach is told of when it came after the rule was made, and within the last day.
 */
export function findObligationAlerts(
  rules: readonly AlertRule[],
  obligations: readonly WaitingObligation[],
  findCommitment: (obligation: WaitingObligation) => NamedCommitment | undefined,
  now: Instant,
): DueAlert[] {
  return obligations.flatMap((obligation) => {
    const covering = rules.filter((rule) => covers(rule, obligation));
    const { dueAt, breachAt } = obligation;
    if (covering.length === 0 || dueAt === null || breachAt === null) return [];
    const commitment = findCommitment(obligation);
    if (commitment === undefined) return [];
    const { targetSeconds } = obligation;
    const usedSeconds = targetSeconds - elapsedOn(commitment.clock, now, dueAt);
    return covering
      .filter((rule) => isDue(rule, { usedSeconds, targetSeconds, breachAt }, now))
      .map((rule) => toAlert(rule, obligation, { ...commitment, dueAt, breachAt }));
  });
}

/** Whether a rule is about this channel and commitment. */
export function covers(rule: AlertRule, { channelId, commitmentId }: { channelId: string; commitmentId: string }): boolean {
  return (rule.channelId === null || rule.channelId === channelId) && (rule.commitmentId === null || rule.commitmentId === commitmentId);
}

function isDue(rule: AlertRule, wait: { usedSeconds: number; targetSeconds: number; breachAt: Instant }, now: Instant): boolean {
  const isBreached = now > wait.breachAt;
  if (rule.trigger === 'breached') {
    return isBreached && wait.breachAt >= Math.max(rule.createdAt, now - TELL_BREACH_SECONDS);
  }
  const percent = USED_PERCENT[rule.trigger];
  return percent !== undefined && !isBreached && wait.usedSeconds * 100 >= percent * wait.targetSeconds;
}

function toAlert(
  rule: AlertRule,
  obligation: WaitingObligation,
  { channel, promise, dueAt, breachAt }: NamedCommitment & { dueAt: Instant; breachAt: Instant },
): DueAlert {
  const { sourceId, conversationId, commitmentId, ordinal } = obligation;
  return {
    ruleId: rule.id,
    subject: JSON.stringify([sourceId, conversationId, commitmentId, ordinal]),
    facts: { kind: 'obligation', usedPercent: USED_PERCENT[rule.trigger] ?? 100, channel, promise, conversationId, dueAt },
    obligation: { sourceId, conversationId, commitmentId, ordinal },
    forgetAt: breachAt + 2 * TELL_BREACH_SECONDS,
  };
}
