import type { Commitment } from '../agreement/agreement.ts';
import { type Counts, countDecided } from '../compliance/counts.ts';
import { STALE_AFTER_SECONDS } from '../compliance/verdict.ts';
import { DAY_SECONDS, type Instant } from '../instant.ts';
import type { AlertRule } from './alert-rule.ts';
import { countBreachesLeft } from './count-breaches-left.ts';
import { countLateAtPace } from './count-late-at-pace.ts';
import type { DueAlert } from './due-alert.ts';
import { covers } from './find-obligation-alerts.ts';

/** Alerts on figures and sources, where those on single obligations look at each. */

/** Fewer that wait are no backlog. */
export const FEWEST_WAITING = 5;

/** How a commitment stands in the month under way, and how what waits under it is being answered. */
export interface WeighedCommitment {
  readonly commitment: Pick<Commitment, 'id' | 'channelId'>;
  readonly channel: string;
  readonly promise: string;
  readonly counts: Counts;
  readonly objectivePercent: number;
  /** Open seconds left of each that waits and is not breached, in ascending order. */
  readonly leftSeconds: readonly number[];
  /** Answered in the last 24 hours, and the open seconds in them. */
  readonly answeredLately: number;
  readonly openSecondsLately: number;
}

/** A source, and the channels that it feeds. */
export interface HeardSource {
  readonly id: number;
  readonly name: string;
  /** Null: it has not given any sign yet. */
  readonly lastSignAt: Instant | null;
  readonly channelIds: readonly string[];
}

/** A period with a name of its own, such as the month `2026-11`. */
export interface NamedPeriod {
  readonly name: string;
  readonly endsAt: Instant;
}

/**
 * A promise that has so few breaches left as the rule says is told once a month, and once more when it is no longer kept.
 * @param month in the company's own zone
 */
export function findVerdictAlerts(rules: readonly AlertRule[], weighed: readonly WeighedCommitment[], month: NamedPeriod): DueAlert[] {
  return pair('verdict', rules, weighed).flatMap(([rule, of]) => {
    const left = countBreachesLeft(of.counts, of.objectivePercent, rule.breachesLeft);
    if (left === undefined) return [];
    const { channel, promise, objectivePercent, counts } = of;
    return {
      ruleId: rule.id,
      subject: JSON.stringify([month.name, of.commitment.id, left === 0 ? 'ended' : 'near']),
      facts: { kind: 'verdict', channel, promise, breachesLeft: left, met: counts.met, decided: countDecided(counts), objectivePercent },
      obligation: null,
      forgetAt: month.endsAt + DAY_SECONDS,
    };
  });
}

/** A backlog that cannot be met is told once a day. */
export function findBacklogAlerts(rules: readonly AlertRule[], weighed: readonly WeighedCommitment[], day: NamedPeriod): DueAlert[] {
  return pair('backlog', rules, weighed).flatMap(([rule, of]) => {
    const { channel, promise, leftSeconds, answeredLately, openSecondsLately } = of;
    // In a day without open hours there is no pace to tell.
    if (leftSeconds.length < FEWEST_WAITING || openSecondsLately === 0) return [];
    const late = countLateAtPace(leftSeconds, answeredLately === 0 ? Number.POSITIVE_INFINITY : openSecondsLately / answeredLately);
    if (late === 0) return [];
    return {
      ruleId: rule.id,
      subject: JSON.stringify([day.name, of.commitment.id]),
      facts: { kind: 'backlog', channel, promise, waiting: leftSeconds.length, late, answeredLately },
      obligation: null,
      forgetAt: day.endsAt + DAY_SECONDS,
    };
  });
}

/** A source that was heard of and is silent is told once for each silence. */
export function findSilentAlerts(rules: readonly AlertRule[], sources: readonly HeardSource[], now: Instant): DueAlert[] {
  const silent = sources.filter(({ lastSignAt }) => lastSignAt !== null && now - lastSignAt > STALE_AFTER_SECONDS);
  return rules
    .filter(({ trigger }) => trigger === 'silent')
    .flatMap((rule) =>
      silent
        .filter(({ channelIds }) => rule.channelId === null || channelIds.includes(rule.channelId))
        .map(({ id, name, lastSignAt }) => ({
          ruleId: rule.id,
          subject: JSON.stringify([id, lastSignAt]),
          facts: { kind: 'silent' as const, source: name, lastSignAt: lastSignAt as Instant },
          obligation: null,
          // As long as it is silent the same is found again.
          forgetAt: now + 366 * DAY_SECONDS,
        })),
    );
}

function pair(trigger: AlertRule['trigger'], rules: readonly AlertRule[], weighed: readonly WeighedCommitment[]) {
  return rules
    .filter((rule) => rule.trigger === trigger)
    .flatMap((rule) =>
      weighed
        .filter(({ commitment }) => covers(rule, { channelId: commitment.channelId, commitmentId: commitment.id }))
        .map((of): [AlertRule, WeighedCommitment] => [rule, of]),
    );
}
