import { DAY_SECONDS, type Instant } from '../instant.ts';

/** An event that was recorded later than this after it is said to have happened is told apart (rule 14). */
export const LONG_AFTER_SECONDS = DAY_SECONDS;

/** Ids of events that are decided inside Kept begin so. No source may use one. */
export const OWN_EVENT_PREFIX = 'kept:';

/**
 * Everything that can happen in a conversation. The order is that of events of the same instant:
 * whoever wrote is answered by what follows, and what ends something comes last. It depends on
 * nothing but the facts, so the order in which events arrive changes no result.
 */
export const EVENT_TYPES = [
  'customer-message',
  'customer-automatic-reply',
  'agent-reply',
  'automatic-reply',
  'internal-note',
  'resumed',
  'pending-customer',
  'reopened',
  'resolved',
  'excluded',
  'exclusion-revoked',
] as const;

export type EventType = (typeof EVENT_TYPES)[number];

/** One fact about a conversation. */
export type ConversationEvent = {
  /** Unique in the conversation: the same id again is the same fact again. */
  id: string;
  type: EventType;
  at: Instant;
  /**
   * Of a customer message: the message's own id, where it differs from the event's. Of an exclusion
   * and its revocation: the message they speak of, or none for the whole conversation.
   */
  messageId?: string;
  /** Of a customer message: what the source says that it is about. */
  topic?: string;
  /** Of a customer message: by when the source says that this very matter is to be settled or answered. */
  dueAt?: Instant;
};

/** The id by which an exclusion names a message. */
export function messageIdOf(event: ConversationEvent): string {
  return event.messageId ?? event.id;
}

const RANKS = Object.fromEntries(EVENT_TYPES.map((type, rank) => [type, rank])) as Record<EventType, number>;

/** Compares by instant, then by type in the order of EVENT_TYPES, then by id in code units. */
export function compareEvents(a: ConversationEvent, b: ConversationEvent): number {
  return a.at - b.at || RANKS[a.type] - RANKS[b.type] || compareText(a.id, b.id) || compareText(a.messageId ?? '', b.messageId ?? '');
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The events in canonical order, each id once: of two with the same id the earlier one stands. */
export function sortEvents(events: readonly ConversationEvent[]): ConversationEvent[] {
  const sorted = [...events].sort(compareEvents);
  const seen = new Set<string>();
  return sorted.filter((event) => {
    if (seen.has(event.id)) return false;
    seen.add(event.id);
    return true;
  });
}
