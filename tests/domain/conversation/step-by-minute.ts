import type { PauseState } from '../../../src/domain/conversation/commitment-rule.ts';
import { type ConversationEvent, EVENT_TYPES, type EventType } from '../../../src/domain/conversation/event.ts';
import { MINUTE } from './build-conversation.ts';

/** No conversation of the tests has events after it, and no target is longer. */
const LAST_MINUTE = 1000;

/**
 * Judges the resolution of a conversation whose events fall on whole minutes, by asking for every
 * minute what the facts before it say. Shares no code with the engine but the order of types.
 */
export function observeResolution(events: readonly ConversationEvent[], pauseOn: readonly PauseState[], targetMinutes: number) {
  const asked = lastOf(events, ['customer-message'], (a, b) => (precedes(a, b) ? a : b));
  if (asked === undefined) return undefined;
  const answeredAt = resolvedSince(events, asked);
  let used = 0;
  let dueAt: number | null = null;
  let breachAt: number | null = null;
  let staffedSeconds: number | null = null;
  for (let minute = asked.at / MINUTE; minute <= LAST_MINUTE; minute++) {
    const at = minute * MINUTE;
    if (at === answeredAt) staffedSeconds = used * MINUTE;
    const isOver = answeredAt !== null && at >= answeredAt;
    const runs =
      isOver ||
      !isPaused(
        events.filter((event) => event.at <= at),
        pauseOn,
      );
    if (used >= targetMinutes) dueAt ??= at;
    if (used === targetMinutes && runs) breachAt ??= at;
    if (runs) used += 1;
  }
  return { dueAt, breachAt, answeredAt, staffedSeconds };
}

function isPaused(past: readonly ConversationEvent[], pauseOn: readonly PauseState[]): boolean {
  const opened = lastOf(past, ['customer-message', 'reopened']);
  const resolved = lastOf(past, ['resolved']);
  const isResolved = resolved !== undefined && (opened === undefined || precedes(opened, resolved));
  if (isResolved) return pauseOn.includes('resolved');
  const ended = lastOf(past, ['customer-message', 'reopened', 'resumed', 'resolved']);
  // Pending is not heard of while resolved: only what came after the last opening counts.
  const pending = lastOf(past, ['pending-customer']);
  if (pending === undefined || (ended !== undefined && precedes(pending, ended))) return false;
  if (pauseOn.includes('pending-customer')) return true;
  const message = lastOf(past, ['customer-message']);
  const reply = lastOf(past, ['agent-reply']);
  const isAnswered = message === undefined || (reply !== undefined && precedes(message, reply));
  return isAnswered && pauseOn.includes('answered-pending-customer');
}

/** When it was first resolved without being opened again, if that is after it was asked. */
function resolvedSince(events: readonly ConversationEvent[], asked: ConversationEvent): number | null {
  const opened = lastOf(events, ['customer-message', 'reopened']) ?? asked;
  const after = events.filter((event) => event.type === 'resolved' && precedes(opened, event));
  return lastOf(after, ['resolved'], (a, b) => (precedes(a, b) ? a : b))?.at ?? null;
}

function lastOf(
  events: readonly ConversationEvent[],
  types: readonly EventType[],
  choose: (a: ConversationEvent, b: ConversationEvent) => ConversationEvent = (a, b) => (precedes(a, b) ? b : a),
): ConversationEvent | undefined {
  const found = events.filter(({ type }) => types.includes(type));
  return found.length === 0 ? undefined : found.reduce(choose);
}

function precedes(a: ConversationEvent, b: ConversationEvent): boolean {
  if (a.at !== b.at) return a.at < b.at;
  if (a.type !== b.type) return EVENT_TYPES.indexOf(a.type) < EVENT_TYPES.indexOf(b.type);
  return a.id < b.id;
}
