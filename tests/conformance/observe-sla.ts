import { compileCalendar } from '../../src/domain/calendar/compile-calendar.ts';
import type { Metric } from '../../src/domain/commitment/metric.ts';
import type { CommitmentRule, PauseState, VersionRules } from '../../src/domain/conversation/commitment-rule.ts';
import type { ConversationEvent, EventType } from '../../src/domain/conversation/event.ts';
import { judgeConversation } from '../../src/domain/conversation/judge-conversation.ts';
import { type Obligation, type Outcome, outcomeAt } from '../../src/domain/conversation/obligation.ts';
import { formatInstant, type Instant, parseInstant } from '../../src/domain/instant.ts';
import type { SlaCase, Terms } from './read-cases.ts';

const EVENT_TYPES: Record<SlaCase['events'][number]['type'], EventType> = {
  customer_message: 'customer-message',
  agent_reply: 'agent-reply',
  auto_reply: 'automatic-reply',
  customer_auto_reply: 'customer-automatic-reply',
  internal_note: 'internal-note',
  pending_customer: 'pending-customer',
  resumed: 'resumed',
  resolved: 'resolved',
  reopened: 'reopened',
  excluded: 'excluded',
  exclusion_revoked: 'exclusion-revoked',
};

const PAUSE_STATES: Record<NonNullable<Terms['pauseOn']>[number], PauseState> = {
  pending_customer: 'pending-customer',
  resolved: 'resolved',
};

const METRICS: readonly Metric[] = ['first-response', 'next-response', 'resolution'];

/** What the engine says about the conversation at `now`, under the names of the case's expectations. */
export function observeSla({ commitment, events, now }: SlaCase): Record<string, unknown> {
  const nowAt = parseInstant(now);
  const facts = toEvents(events).filter(({ at }) => at <= nowAt);
  const obligations = judgeConversation(facts, toVersions(commitment));
  const undated = judgeConversation(facts, [toVersion(commitment, 0, Number.NEGATIVE_INFINITY)]);
  const shared = {
    firstResponseSeconds: findSeconds('first-response', obligations, undated),
    resolutionSeconds: findSeconds('resolution', obligations, undated),
  };
  if (commitment.metric === 'next_response') return { ...shared, ...observeCycles(obligations, nowAt) };
  const metric = commitment.metric === 'resolution' ? 'resolution' : 'first-response';
  return {
    ...shared,
    ...observeOne(
      obligations.find((obligation) => obligation.metric === metric),
      nowAt,
    ),
  };
}

function observeOne(obligation: Obligation | undefined, now: Instant): { status: Outcome; dueAt: string | null } {
  const status = obligation === undefined ? 'excluded' : outcomeAt(obligation, now);
  return { status, dueAt: obligation === undefined || status === 'excluded' ? null : toText(obligation.dueAt) };
}

function observeCycles(obligations: readonly Obligation[], now: Instant) {
  const cycles = obligations
    .filter(({ metric }) => metric === 'next-response')
    .map((obligation) => ({
      askedAt: toText(obligation.askedAt),
      seconds: obligation.staffedSeconds,
      ...observeOne(obligation, now),
    }))
    .filter(({ status }) => status !== 'excluded');
  const worst = (['breached', 'running', 'met'] as const).find((outcome) => cycles.some(({ status }) => status === outcome));
  return { status: worst ?? 'excluded', dueAt: cycles.at(-1)?.dueAt ?? null, cycles };
}

/** Seconds are told whatever was promised; where no version was in force, on the case's own clock. */
function findSeconds(metric: Metric, ...lists: Obligation[][]): number | null {
  return lists.flat().find((obligation) => obligation.metric === metric)?.staffedSeconds ?? null;
}

function toEvents(events: SlaCase['events']): ConversationEvent[] {
  return events.map(({ at, type }, index) => ({
    id: `event-${index}`,
    type: EVENT_TYPES[type],
    at: parseInstant(at),
  }));
}

function toVersions({ versions, ...terms }: SlaCase['commitment']): VersionRules[] {
  if (!versions) return [toVersion(terms, 1, Number.NEGATIVE_INFINITY)];
  // A case may list its versions in any order; the one that took effect later is the newer one.
  const inOrder = [...versions].sort((a, b) => parseInstant(a.effectiveFrom) - parseInstant(b.effectiveFrom));
  return inOrder.map(({ effectiveFrom, ...own }, index) => {
    const stated = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined && value !== null));
    return toVersion({ ...terms, ...stated }, index + 1, parseInstant(effectiveFrom));
  });
}

/** The case's terms as commitments of all three metrics, as seconds are asked for of more than one. */
function toVersion(terms: Terms, number: number, effectiveAt: Instant): VersionRules {
  const { targetSeconds, calendar, pauseOn } = terms;
  if (terms.clock === 'business' && !calendar) throw new Error('a business clock needs a calendar');
  const clock = terms.clock === 'business' && calendar ? compileCalendar(calendar) : null;
  const commitments = METRICS.map(
    (metric): CommitmentRule => ({
      key: metric,
      metric,
      targetSeconds,
      clock,
      pauseOn: new Set((pauseOn ?? []).map((state) => PAUSE_STATES[state])),
      automationAnswers: false,
    }),
  );
  return { number, effectiveAt, commitments };
}

function toText(at: Instant | null): string | null {
  return at === null ? null : formatInstant(at);
}
