import { findVersionInForce } from '../agreement/version-in-force.ts';
import type { Metric } from '../commitment/metric.ts';
import { DAY_SECONDS, type Instant } from '../instant.ts';
import type { CommitmentRule, VersionRules } from './commitment-rule.ts';
import { type ConversationEvent, messageIdOf, sortEvents } from './event.ts';
import { findStandingExclusions } from './exclusion.ts';
import { type Obligation, outcomeWithoutExclusionAt } from './obligation.ts';
import { type EventRange, runClock } from './wait-clock.ts';

/** Coming back within so long after it was resolved, inclusive, continues a conversation. */
export const REOPENING_SECONDS = 7 * DAY_SECONDS;

/**
 * The obligations that arise from a conversation's events under an agreement's versions, in order
 * of their askedAt. Pure: the same facts in any order, each any number of times, give the same result.
 *
 * An excluded message is judged as if it stood, so that it can be said whether its exclusion came
 * late; all other messages are judged as if it had never been written. So a wait whose first
 * message is excluded goes on from the next one.
 */
export function judgeConversation(events: readonly ConversationEvent[], versions: readonly VersionRules[]): Obligation[] {
  const sorted = sortEvents(events);
  const exclusions = findStandingExclusions(sorted);
  if (exclusions.size === 0) return judgeEvents(sorted, versions, () => null);
  const kept = sorted.filter((event) => !exclusions.has(event));
  const excluded = judgeEvents(sorted, versions, (message) => exclusions.get(message) ?? null);
  return [...judgeEvents(kept, versions, () => null), ...excluded.filter(({ excludedAt }) => excludedAt !== null)].sort(
    (a, b) => a.askedAt - b.askedAt,
  );
}

type FindExclusion = (message: ConversationEvent) => Instant | null;

/** A wait from the event that asked to the one that ended it; indices into the conversation's events. */
type Wait = { from: number; to: number; endAt: Instant | null };

function judgeEvents(events: readonly ConversationEvent[], versions: readonly VersionRules[], findExclusion: FindExclusion): Obligation[] {
  const obligations: Obligation[] = [];
  const judge = (wait: Wait, covers: (rule: CommitmentRule) => boolean): void => {
    const asking = events[wait.from] as ConversationEvent;
    const version = findVersionInForce(versions, asking.at);
    for (const rule of version?.commitments ?? []) {
      if (version === undefined || !covers(rule)) continue;
      if (rule.topic !== undefined && rule.topic !== findTopic(events, wait.from)) continue;
      const held = holdToOwnTarget(rule, asking);
      if (held !== undefined) obligations.push(judgeWait(held, version.number, events, wait, findExclusion(asking)));
    }
  };
  const someAutomationAnswers = versions.some(({ commitments }) => commitments.some((rule) => rule.automationAnswers));
  for (const range of splitConversation(events)) {
    for (const automationAnswers of someAutomationAnswers ? [false, true] : [false]) {
      const waits = listWaits(range, automationAnswers);
      waits.forEach((wait, index) => {
        judge(wait, (rule) => rule.automationAnswers === automationAnswers && coversWait(rule.metric, index));
      });
    }
    const resolution = findResolution(range);
    if (resolution !== undefined) judge(resolution, (rule) => rule.metric === 'resolution');
  }
  return obligations.sort((a, b) => a.askedAt - b.askedAt);
}

function coversWait(metric: Metric, index: number): boolean {
  if (metric === 'answered') return true;
  return metric === (index === 0 ? 'first-response' : 'next-response');
}

/** A message without a topic is about what the conversation was about before. */
function findTopic(events: readonly ConversationEvent[], askedBy: number): string | null {
  for (let i = askedBy; i >= 0; i--) {
    const { topic } = events[i] as ConversationEvent;
    if (topic !== undefined) return topic;
  }
  return null;
}

/** The rule with the time that the source named for what was asked; undefined when it needs one and there is none. */
function holdToOwnTarget(rule: CommitmentRule, asking: ConversationEvent): CommitmentRule | undefined {
  if (rule.ownTargets !== true) return rule;
  return asking.dueAt === undefined ? undefined : { ...rule, targetSeconds: asking.dueAt - asking.at };
}

/** Cuts events where the customer comes back so late that a new conversation starts. */
function splitConversation(events: readonly ConversationEvent[]): EventRange[] {
  const ranges: EventRange[] = [];
  let from = 0;
  let resolvedAt: Instant | null = null;
  for (let i = 0; i < events.length; i++) {
    const { type, at } = events[i] as ConversationEvent;
    if (type === 'resolved') {
      resolvedAt ??= at;
    } else if (resolvedAt !== null && (type === 'customer-message' || type === 'reopened')) {
      if (at - resolvedAt > REOPENING_SECONDS) {
        ranges.push({ events, from, to: i });
        from = i;
      }
      resolvedAt = null;
    }
  }
  ranges.push({ events, from, to: events.length });
  return ranges;
}

/** The response waits: each from the oldest unanswered message to the first reply after it. */
function listWaits({ events, from, to }: EventRange, automationAnswers: boolean): Wait[] {
  const waits: Wait[] = [];
  let askedBy = -1;
  for (let i = from; i < to; i++) {
    const { type, at } = events[i] as ConversationEvent;
    if (type === 'customer-message') {
      if (askedBy < 0) askedBy = i;
    } else if (askedBy >= 0 && (type === 'agent-reply' || (type === 'automatic-reply' && automationAnswers))) {
      waits.push({ from: askedBy, to: i, endAt: at });
      askedBy = -1;
    }
  }
  if (askedBy >= 0) waits.push({ from: askedBy, to, endAt: null });
  return waits;
}

/** The wait for resolution: from the first message, or from the reopening that started it all. */
function findResolution({ events, from, to }: EventRange): Wait | undefined {
  let askedBy = -1;
  let resolvedBy = -1;
  for (let i = from; i < to; i++) {
    const { type } = events[i] as ConversationEvent;
    const asks = type === 'customer-message' || type === 'reopened';
    if (askedBy < 0 && (type === 'customer-message' || (asks && i === from && from > 0))) askedBy = i;
    if (asks) resolvedBy = -1;
    else if (type === 'resolved' && resolvedBy < 0) resolvedBy = i;
  }
  if (askedBy < 0) return undefined;
  if (resolvedBy < askedBy) return { from: askedBy, to, endAt: null };
  return { from: askedBy, to: resolvedBy, endAt: (events[resolvedBy] as ConversationEvent).at };
}

function judgeWait(
  rule: CommitmentRule,
  versionNumber: number,
  events: readonly ConversationEvent[],
  { from, to, endAt }: Wait,
  excludedAt: Instant | null,
): Obligation {
  const asking = events[from] as ConversationEvent;
  const isMessage = asking.type === 'customer-message';
  const reading = runClock(rule, asking.at, !isMessage, { events, from: from + 1, to }, endAt);
  const obligation: Obligation = {
    commitmentKey: rule.key,
    metric: rule.metric,
    versionNumber,
    messageId: isMessage ? messageIdOf(asking) : null,
    topic: findTopic(events, from),
    askedAt: asking.at,
    dueAt: reading.dueAt,
    breachAt: reading.breachAt,
    answeredAt: endAt,
    waitedSeconds: endAt === null ? null : endAt - asking.at,
    staffedSeconds: reading.usedSeconds,
    targetSeconds: rule.targetSeconds,
    excludedAt,
    lateExclusion: false,
  };
  obligation.lateExclusion = excludedAt !== null && outcomeWithoutExclusionAt(obligation, excludedAt) === 'breached';
  return obligation;
}
