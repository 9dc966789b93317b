import { LONG_AFTER_SECONDS } from '../domain/conversation/event.ts';
import { EXCLUSION_DEADLINE_SECONDS } from '../domain/conversation/exclusion.ts';
import type { Instant } from '../domain/instant.ts';
import type { DayClock } from '../domain/tally/day-clock.ts';
import { notifyCompanyChanged } from '../store/change-notice.ts';
import { type ConversationSpan, extendConversations, toNewConversations } from '../store/conversation.ts';
import { copyRows } from '../store/copy-rows.ts';
import type { DatabaseTransaction } from '../store/database.ts';
import { listEventsById, listEventsOfConversations, type SourceScope, type StoredEvent, toNewEvents } from '../store/event.ts';
import { noteRecorded } from '../store/note-recorded.ts';
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

/** What becomes of each event, and when all that follows from it is written. */
export interface Recording {
  readonly fates: ReadonlyMap<StoredEvent, Fate>;
  readonly written: Promise<void>;
}

/**
 * Records events with all that follows from them, inside the caller's transaction; `noteAdded` is to follow when it is written.
 * Batches that touch the same conversation wait for one another.
 * @throws an error that `isConflict` tells, as `written` does, when another transaction was first with a row of this one: run it again with
 * `isRetry`.
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
  const begun = await extendHeld(batch, held, toSpans(added));
  return { fates, written: addAndJudge(batch, begun, known, added) };
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
export const listAdded = (fates: ReadonlyMap<StoredEvent, Fate>): StoredEvent[] =>
  [...fates].filter(([, fate]) => fate === 'recorded').map(([event]) => event);

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Why events cannot be recorded, for those that cannot and are not recorded in their conversation already. */
function refuseImpossible(
  events: readonly StoredEvent[],
  known: readonly StoredEvent[],
  channelOf: (conversationId: string) => string | undefined,
): Map<StoredEvent, Fate> {
  const fates = new Map<StoredEvent, Fate>();
  const knownIds = new Set(known.map(({ id }) => id));
  const hasExclusion = events.some(({ type }) => type === 'excluded');
  const messages = hasExclusion ? groupMessages([...known, ...events]) : new Map<string, StoredEvent[]>();
  for (const event of events) {
    if (knownIds.has(event.id)) continue;
    if (channelOf(event.conversationId) !== event.channelId) fates.set(event, 'other-channel');
    else if (event.type === 'excluded' && isTooLate(event, messages.get(event.conversationId) ?? [])) fates.set(event, 'too-late');
  }
  return fates;
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

/** True when both say the same. */
export function isSameEvent(a: StoredEvent, b: StoredEvent | undefined): boolean {
  return b !== undefined && (Object.keys(a) as (keyof StoredEvent)[]).every((key) => a[key] === b[key]);
}

/** Widens the conversations that exist, and returns those that begin, by id. */
async function extendHeld(
  { trx, scope }: Batch,
  held: ReadonlyMap<string, string>,
  spans: ReadonlyMap<string, ConversationSpan>,
): Promise<Map<string, ConversationSpan>> {
  const [old, begun] = [[] as ConversationSpan[], new Map<string, ConversationSpan>()];
  for (const span of spans.values()) {
    if (held.has(span.id)) old.push(span);
    else begun.set(span.id, span);
  }
  await extendConversations(trx, scope, old);
  return begun;
}

/** Judges while the database writes what begins and the events: neither needs to wait for the other. */
async function addAndJudge(
  { trx, scope, rules, days, recordedAt }: Batch,
  begun: ReadonlyMap<string, ConversationSpan>,
  known: readonly StoredEvent[],
  added: readonly StoredEvent[],
): Promise<void> {
  const byConversation = Map.groupBy(added, ({ conversationId }) => conversationId);
  for (const event of known) byConversation.get(event.conversationId)?.push(event);
  const judged = [...byConversation].map(([id, events]) => {
    const [{ channelId }] = events as [StoredEvent];
    return { id, channelId, isNew: begun.has(id), events };
  });
  const stored = await listStoredObligations(trx, scope, judged);
  const judge = () => {
    const changes = compareObligations(rules, judged, stored);
    return prepareWriting(scope, changes, toDayRows(scope, days, changes, recordedAt));
  };
  const copying = copyRows(trx, toNewConversations(scope, [...begun.values()]), toNewEvents(scope, recordedAt, added));
  const [, writing] = await meanwhile(copying, judge);
  await writeObligations(trx, scope, writing);
}

/**
 * When the source gave this sign of life; an import gives one at its newest event instead. `none`: the events were made here and not by
 * the source, so they are no sign of its life, and not counted as events that it told of.
 */
export type SignOfLife = Instant | 'newest-event' | 'none';

/** Counters of the days and signs of life, kept once in the same transaction: an event is added once and for all. */
export async function noteAdded(
  { trx, scope, days, recordedAt }: Pick<Batch, 'trx' | 'scope' | 'days' | 'recordedAt'>,
  signOfLifeAt: SignOfLife,
  added: readonly StoredEvent[],
): Promise<void> {
  if (signOfLifeAt === 'none') return notifyCompanyChanged(trx, scope.companyId);
  const counts = added.map(({ channelId, at }) => ({
    channelId,
    day: days.dayOf(at),
    events: 1,
    recordedLongAfter: recordedAt - at > LONG_AFTER_SECONDS ? 1 : 0,
  }));
  const newest = new Map<string, Instant>();
  for (const { channelId, at } of added) newest.set(channelId, Math.max(at, newest.get(channelId) ?? at));
  const lifeAt = signOfLifeAt === 'newest-event' ? Math.max(...newest.values()) : signOfLifeAt;
  if (Number.isFinite(lifeAt)) await noteRecorded(trx, scope, { counts, newest, signOfLifeAt: lifeAt });
}
