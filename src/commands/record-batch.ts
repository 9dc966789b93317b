import { LONG_AFTER_SECONDS } from '../domain/conversation/event.ts';
import { EXCLUSION_DEADLINE_SECONDS } from '../domain/conversation/exclusion.ts';
import type { Instant } from '../domain/instant.ts';
import type { DayClock } from '../domain/tally/day-clock.ts';
import { notifyCompanyChanged } from '../store/change-notice.ts';
import {
  type ConversationSpan,
  deleteConversations,
  extendConversations,
  type LockedConversation,
  lockConversations,
} from '../store/conversation.ts';
import type { DatabaseTransaction } from '../store/database.ts';
import { insertEvents, listEventsById, listEventsOfConversations, type SourceScope, type StoredEvent } from '../store/event.ts';
import { addRecorded } from '../store/recorded-day.ts';
import { noteChannelEvents, noteSignOfLife } from '../store/source.ts';
import type { CompanyRules } from './measuring-rules-cache.ts';
import { updateObligations } from './update-obligations.ts';

/** What became of an event; why it was refused where it was. */
export type Fate = 'recorded' | 'same' | 'differs' | 'other-channel' | 'too-late';

export interface Batch {
  readonly trx: DatabaseTransaction;
  readonly scope: SourceScope;
  readonly recordedAt: Instant;
  readonly rules: CompanyRules;
  /** The company's days. */
  readonly days: DayClock;
  /** When the source gave this sign of life; an import gives one at its newest event instead. */
  readonly signOfLifeAt: Instant | 'newest-event';
  /** Each id once, all channels known. */
  readonly events: readonly StoredEvent[];
}

/**
 * Records events with all that follows from them, inside the caller's transaction, and returns each event's fate.
 * Batches that touch the same conversation wait for one another.
 */
export async function recordBatch(batch: Batch): Promise<Map<StoredEvent, Fate>> {
  const { trx, scope, events } = batch;
  const fates = new Map<StoredEvent, Fate>();
  const locked = await lockConversations(trx, scope, toSpans(events));
  const oldIds = [...locked].filter(([, { isNew }]) => !isNew).map(([id]) => id);
  const known = await listEventsOfConversations(trx, scope, oldIds);
  const acceptable = refuseImpossible(events, known, locked, fates);
  const added = await addEvents(batch, acceptable, fates);
  await keepConversations(batch, locked, added);
  await judgeTouched(batch, locked, known, added);
  await countRecorded(batch, added);
  await noteSigns(batch, added);
  return fates;
}

/** One span for each conversation that the events are in. */
function toSpans(events: readonly StoredEvent[]): ConversationSpan[] {
  const spans = new Map<string, ConversationSpan>();
  for (const { conversationId: id, channelId, at } of events) {
    const span = spans.get(id);
    if (span === undefined) spans.set(id, { id, channelId, firstEventAt: at, lastEventAt: at });
    else if (at < span.firstEventAt) spans.set(id, { ...span, firstEventAt: at });
    else if (at > span.lastEventAt) spans.set(id, { ...span, lastEventAt: at });
  }
  return [...spans.values()];
}

function refuseImpossible(
  events: readonly StoredEvent[],
  known: readonly StoredEvent[],
  locked: ReadonlyMap<string, LockedConversation>,
  fates: Map<StoredEvent, Fate>,
): StoredEvent[] {
  const knownIds = new Set(known.map(({ id }) => id));
  const hasExclusion = events.some(({ type }) => type === 'excluded');
  const messages = hasExclusion ? groupMessages([...known, ...events]) : new Map<string, StoredEvent[]>();
  return events.filter((event) => {
    if (knownIds.has(event.id)) return true;
    if (locked.get(event.conversationId)?.channelId !== event.channelId) fates.set(event, 'other-channel');
    else if (event.type === 'excluded' && isTooLate(event, messages.get(event.conversationId) ?? [])) fates.set(event, 'too-late');
    return !fates.has(event);
  });
}

function groupMessages(events: readonly StoredEvent[]): Map<string, StoredEvent[]> {
  const messages = Map.groupBy(events, ({ conversationId }) => conversationId);
  for (const [id, all] of messages) {
    messages.set(
      id,
      all.filter(({ type }) => type === 'customer-message'),
    );
  }
  return messages;
}

/** True when all messages that are known of those it means arrived too long before. With none known nobody can say. */
function isTooLate(exclusion: StoredEvent, messages: readonly StoredEvent[]): boolean {
  const meant = messages.filter(({ id, messageId, at }) =>
    exclusion.messageId === null ? at <= exclusion.at : (messageId ?? id) === exclusion.messageId,
  );
  return meant.length > 0 && meant.every(({ at }) => exclusion.at > at + EXCLUSION_DEADLINE_SECONDS);
}

async function addEvents(batch: Batch, events: readonly StoredEvent[], fates: Map<StoredEvent, Fate>): Promise<StoredEvent[]> {
  const { trx, scope, recordedAt } = batch;
  const addedIds = await insertEvents(trx, scope, recordedAt, events);
  const others = events.filter(({ id }) => !addedIds.has(id));
  const earlier = new Map<string, StoredEvent>();
  for (const event of await listEventsById(
    trx,
    scope,
    others.map(({ id }) => id),
  )) {
    earlier.set(event.id, event);
  }
  for (const event of events) {
    if (addedIds.has(event.id)) fates.set(event, 'recorded');
    else fates.set(event, isSameEvent(event, earlier.get(event.id)) ? 'same' : 'differs');
  }
  return events.filter(({ id }) => addedIds.has(id));
}

/** True when both say the same. */
export function isSameEvent(a: StoredEvent, b: StoredEvent | undefined): boolean {
  return b !== undefined && (Object.keys(a) as (keyof StoredEvent)[]).every((key) => a[key] === b[key]);
}

async function keepConversations(
  { trx, scope }: Batch,
  locked: ReadonlyMap<string, LockedConversation>,
  added: readonly StoredEvent[],
): Promise<void> {
  const spans = toSpans(added);
  const touched = new Set(spans.map(({ id }) => id));
  await extendConversations(
    trx,
    scope,
    spans.filter(({ id }) => locked.get(id)?.isNew === false),
  );
  await deleteConversations(
    trx,
    scope,
    [...locked].filter(([id, { isNew }]) => isNew && !touched.has(id)).map(([id]) => id),
  );
}

async function judgeTouched(
  { trx, scope, rules, days }: Batch,
  locked: ReadonlyMap<string, LockedConversation>,
  known: readonly StoredEvent[],
  added: readonly StoredEvent[],
): Promise<void> {
  const conversations = Map.groupBy(added, ({ conversationId }) => conversationId);
  for (const event of known) conversations.get(event.conversationId)?.push(event);
  const judged = [...conversations].map(([id, events]) => {
    const { channelId, isNew } = locked.get(id) as LockedConversation;
    return { id, channelId, isNew, events };
  });
  await updateObligations(trx, scope, { rules, days }, judged);
}

/** Counters of the days, kept in the same transaction: an event is added once and for all. */
async function countRecorded({ trx, scope, days, recordedAt }: Batch, added: readonly StoredEvent[]): Promise<void> {
  const counts = added.map(({ channelId, at }) => ({
    channelId,
    day: days.dayOf(at),
    events: 1,
    recordedLongAfter: recordedAt - at > LONG_AFTER_SECONDS ? 1 : 0,
  }));
  await addRecorded(trx, scope.companyId, counts);
}

async function noteSigns({ trx, scope, signOfLifeAt }: Batch, added: readonly StoredEvent[]): Promise<void> {
  const newest = new Map<string, Instant>();
  for (const { channelId, at } of added) newest.set(channelId, Math.max(at, newest.get(channelId) ?? at));
  await noteChannelEvents(trx, scope, newest);
  const lifeAt = signOfLifeAt === 'newest-event' ? Math.max(...newest.values()) : signOfLifeAt;
  const revived = Number.isFinite(lifeAt) && (await noteSignOfLife(trx, scope, lifeAt));
  if (added.length > 0 || revived) await notifyCompanyChanged(trx, scope.companyId);
}
