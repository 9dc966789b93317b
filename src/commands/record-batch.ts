import { EXCLUSION_DEADLINE_SECONDS } from '../domain/conversation/exclusion.ts';
import type { Instant } from '../domain/instant.ts';
import type { DayClock } from '../domain/tally/day-clock.ts';
import { type ConversationSpan, extendConversations, toNewConversations } from '../store/conversation.ts';
import { sendRows } from '../store/copy-rows.ts';
import type { DatabaseTransaction } from '../store/database.ts';
import { listEventsById, listEventsOfConversations, type SourceScope, type StoredEvent, toNewEvents } from '../store/event.ts';
import { meanwhile } from './meanwhile.ts';
import type { CompanyRules } from './measuring-rules-cache.ts';
import { toDayRows } from './tell-days.ts';
import { compareObligations, listStoredObligations, prepareWriting, writeObligations } from './update-obligations.ts';

/** What became of an event; why it was refused where it was. */
export type Fate = 'recorded' | 'same' | 'differs' | 'other-channel' | 'too-late';

export interface Batch {
  readonly trx: DatabaseTransaction;
  readonly scope: SourceScope;
  readonly recordedAt: Instant;
  readonly rules: CompanyRules;
  /** The company's days. */
  readonly days: DayClock;
  /** True when a conflict has shown that not all is new that seems so. */
  readonly isRetry: boolean;
  /** The channel of each conversation of the events that exists. The transaction holds them. */
  readonly held: ReadonlyMap<string, string>;
  /** Each id once, all channels known. */
  readonly events: readonly StoredEvent[];
}

/** What becomes of each event, and when all that follows from it is written, or on its way as `pipelined` says. */
export interface Recording {
  readonly fates: ReadonlyMap<StoredEvent, Fate>;
  readonly written: Promise<void>;
}

/**
 * Records events with all that follows from them, inside the caller's transaction, which tells of what was added when it is written.
 * Batches that touch the same conversation wait for one another.
 * @throws an error that `isConflict` tells when another transaction was first with a row of this one; `written` or whatever follows in the
 * transaction fails with it. Run it again with `isRetry`.
 */
export async function recordBatch(batch: Batch): Promise<Recording> {
  const { trx, scope, held, events } = batch;
  const spans = toSpans(events);
  const known = await listEventsOfConversations(trx, scope, [...held.keys()]);
  const channelOf = (conversationId: string) => held.get(conversationId) ?? spans.get(conversationId)?.channelId;
  const fates = refuseImpossible(events, known, channelOf);
  const unsettled = events.filter((event) => !fates.has(event));
  const recorded = indexById([...known, ...(await listElsewhere(batch, unsettled, known))]);
  for (const event of unsettled) fates.set(event, compareWithRecorded(event, recorded.get(event.id)));
  const added = listAdded(fates);
  return { fates, written: addAndJudge(batch, known, added) };
}

/**
 * Events that are recorded under the same ids in other conversations. That is so rare that it is only looked for where the insert has
 * told that it happened.
 */
async function listElsewhere({ trx, scope, isRetry }: Batch, events: readonly StoredEvent[], known: readonly StoredEvent[]) {
  if (!isRetry) return [];
  const knownIds = new Set(known.map(({ id }) => id));
  return listEventsById(
    trx,
    scope,
    events.map(({ id }) => id).filter((id) => !knownIds.has(id)),
  );
}

const indexById = (events: readonly StoredEvent[]): Map<string, StoredEvent> => new Map(events.map((event) => [event.id, event]));

function compareWithRecorded(event: StoredEvent, recorded: StoredEvent | undefined): Fate {
  if (recorded === undefined) return 'recorded';
  return isSameEvent(event, recorded) ? 'same' : 'differs';
}

/** One span for each conversation that the events are in, by id; its channel is that of the first of them. */
function toSpans(events: readonly StoredEvent[]): Map<string, ConversationSpan> {
  const spans = new Map<string, Writable<ConversationSpan>>();
  for (const { conversationId: id, channelId, at } of events) {
    const span = spans.get(id);
    if (span === undefined) spans.set(id, { id, channelId, firstEventAt: at, lastEventAt: at });
    else if (at < span.firstEventAt) span.firstEventAt = at;
    else if (at > span.lastEventAt) span.lastEventAt = at;
  }
  return spans;
}

/** The events that were not recorded before. */
export function listAdded(fates: ReadonlyMap<StoredEvent, Fate>): StoredEvent[] {
  const added: StoredEvent[] = [];
  for (const [event, fate] of fates) if (fate === 'recorded') added.push(event);
  return added;
}

export type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Why events cannot be recorded, for those that cannot and are not recorded in their conversation already. */
function refuseImpossible(
  events: readonly StoredEvent[],
  known: readonly StoredEvent[],
  channelOf: (conversationId: string) => string | undefined,
): Map<StoredEvent, Fate> {
  const fates = new Map<StoredEvent, Fate>();
  const knownIds = new Set(known.map(({ id }) => id));
  const excluding = new Set(events.filter(({ type }) => type === 'excluded').map(({ conversationId }) => conversationId));
  const messages = groupMessages(excluding, [...known, ...events]);
  for (const event of events) {
    if (knownIds.has(event.id)) continue;
    if (channelOf(event.conversationId) !== event.channelId) fates.set(event, 'other-channel');
    else if (event.type === 'excluded' && isTooLate(event, messages.get(event.conversationId) ?? [])) fates.set(event, 'too-late');
  }
  return fates;
}

/** The messages of some conversations, by conversation. */
function groupMessages(conversationIds: ReadonlySet<string>, events: Iterable<StoredEvent>): Map<string, StoredEvent[]> {
  if (conversationIds.size === 0) return new Map();
  const messages = [...events].filter(({ type, conversationId }) => type === 'customer-message' && conversationIds.has(conversationId));
  return Map.groupBy(messages, ({ conversationId }) => conversationId);
}

/** True when all messages that are known of those it means arrived too long before. With none known nobody can say. */
function isTooLate(exclusion: StoredEvent, messages: readonly StoredEvent[]): boolean {
  const meant = messages.filter(({ id, messageId, at }) =>
    exclusion.messageId === null ? at <= exclusion.at : (messageId ?? id) === exclusion.messageId,
  );
  return meant.length > 0 && meant.every(({ at }) => exclusion.at > at + EXCLUSION_DEADLINE_SECONDS);
}

/** True when both say the same. */
export function isSameEvent(a: StoredEvent, b: StoredEvent | undefined): boolean {
  return b !== undefined && (Object.keys(a) as (keyof StoredEvent)[]).every((key) => a[key] === b[key]);
}

/** Spans of the conversations that begin, and of those that exist. */
function splitSpans(held: ReadonlyMap<string, string>, spans: ReadonlyMap<string, ConversationSpan>) {
  const [begun, extended] = [[] as ConversationSpan[], [] as ConversationSpan[]];
  for (const span of spans.values()) (held.has(span.id) ? extended : begun).push(span);
  return { begun, extended };
}

/** Judges while the database writes the conversations and the events: neither needs to wait for the other. */
async function addAndJudge(
  { trx, scope, rules, days, recordedAt, held }: Batch,
  known: readonly StoredEvent[],
  added: readonly StoredEvent[],
): Promise<void> {
  const byConversation = Map.groupBy(added, ({ conversationId }) => conversationId);
  for (const event of known) byConversation.get(event.conversationId)?.push(event);
  const judged = [...byConversation].map(([id, events]) => {
    const [{ channelId }] = events as [StoredEvent];
    return { id, channelId, isNew: !held.has(id), events };
  });
  const stored = await listStoredObligations(trx, scope, judged);
  const judge = () => {
    const changes = compareObligations(rules, judged, stored);
    return prepareWriting(scope, changes, toDayRows(scope, days, changes, recordedAt));
  };
  const { begun, extended } = splitSpans(held, toSpans(added));
  const sending = sendRows(trx, toNewConversations(scope, begun), toNewEvents(scope, recordedAt, added));
  const adding = sending.then(() => extendConversations(trx, scope, extended));
  const [, writing] = await meanwhile(adding, judge);
  await writeObligations(trx, scope, writing);
}
