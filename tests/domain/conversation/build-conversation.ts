import type { Metric } from '../../../src/domain/commitment/metric.ts';
import { type CommitmentRule, KEPT_PAUSES, type VersionRules } from '../../../src/domain/conversation/commitment-rule.ts';
import type { ConversationEvent, EventType } from '../../../src/domain/conversation/event.ts';

export const MINUTE = 60;
export const HOUR = 3_600;
export const DAY = 86_400;

/** Builds events from `[at, type]` or `[at, type, messageId]`; their ids are e0, e1, … in order. */
export function toEvents(...facts: [at: number, type: EventType, messageId?: string][]): ConversationEvent[] {
  return facts.map(([at, type, messageId], index) => ({
    id: `e${index}`,
    type,
    at,
    ...(messageId === undefined ? {} : { messageId }),
  }));
}

/** A commitment of one hour of elapsed time, pausing as Kept's own do. */
export function toRule(metric: Metric, changes: Partial<CommitmentRule> = {}): CommitmentRule {
  return {
    key: metric,
    metric,
    targetSeconds: HOUR,
    clock: null,
    pauseOn: KEPT_PAUSES[metric],
    automationAnswers: false,
    ...changes,
  };
}

/** One version, always in force. */
export function always(...commitments: CommitmentRule[]): VersionRules[] {
  return [{ number: 1, effectiveAt: Number.NEGATIVE_INFINITY, commitments }];
}
