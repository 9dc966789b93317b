import type { KeyObject } from 'node:crypto';
import { roleAllows } from '../domain/company/role.ts';
import { getDayClock } from '../domain/tally/day-clock.ts';
import { holdCompany } from '../store/company.ts';
import { canWriteAtOnce, type Database, type DatabaseTransaction } from '../store/database.ts';
import type { SourceScope, StoredEvent } from '../store/event.ts';
import { findMemberRole } from '../store/member.ts';
import { readRecordingGround } from '../store/recording-ground.ts';
import { retryConflicts } from '../store/retry-conflicts.ts';
import type { Context } from './context.ts';
import { AppError } from './errors.ts';
import type { EventInput } from './event-input.ts';
import { checkItem, type ItemResult, refuse } from './event-item.ts';
import { hashAuthor, readyAuthorKey } from './hash-author.ts';
import { getCompanyRules } from './measuring-rules-cache.ts';
import { type Fate, isSameEvent, recordBatch } from './record-batch.ts';

/** The most events of one batch. */
export const MOST_EVENTS = 5_000;

export interface RecordingResult {
  readonly recorded: number;
  readonly duplicates: number;
  readonly rejected: number;
  /** One for each item, in the same order. */
  readonly items: readonly ItemResult[];
}

/** `recordEvents`, wherever it is done: in this thread or in another one, for events that JSON can hold. */
export type RecordEvents = (ctx: Context, scope: SourceScope, items: readonly unknown[]) => Promise<RecordingResult>;

/**
 * Records a batch of events of one source, each judged by itself: good ones are kept when others are bad, and one that is
 * known already changes nothing. All events of a conversation are one transaction: they and their obligations agree at any time.
 * An empty batch is a sign of life.
 * @param items as `eventInput` describes; anything may be in it.
 * @param options `isAlone`: false when other batches are recorded at the same time elsewhere, true unless told.
 * @throws AppError `too-large` for more than `MOST_EVENTS`, `not-signed-in`, `not-allowed`, `wrong-company`, `not-found`.
 */
export async function recordEvents(
  ctx: Context,
  scope: SourceScope,
  items: readonly unknown[],
  { isAlone = true }: { readonly isAlone?: boolean } = {},
): Promise<RecordingResult> {
  if (items.length > MOST_EVENTS) {
    const hint = 'Send it in several parts. What is recorded already is not recorded twice.';
    throw new AppError('too-large', `A batch holds at most ${MOST_EVENTS} events; this one has ${items.length}.`, hint);
  }
  await authoriseRecording(ctx, scope);
  const results = await recordParts(ctx, scope, items, isAlone);
  return summarise(results.sort((a, b) => a.index - b.index));
}

const underWay = new WeakMap<Database, number>();

/** Records a batch in two parts at once where the database can and nothing else is being recorded, which would use both cores anyway. */
async function recordParts(ctx: Context, scope: SourceScope, items: readonly unknown[], isAlone: boolean): Promise<ItemResult[]> {
  const others = underWay.get(ctx.db) ?? 0;
  const parts = isAlone && others === 0 && canWriteAtOnce(ctx.db) ? splitByConversation(items) : [[...items.entries()]];
  underWay.set(ctx.db, others + 1);
  const record = (part: readonly PlacedItem[]) =>
    retryConflicts((isRetry) => ctx.db.transaction().execute((trx) => recordPart(ctx, trx, scope, part, isRetry)));
  const results = await Promise.allSettled(parts.map(record));
  underWay.set(ctx.db, (underWay.get(ctx.db) ?? 1) - 1);
  return results.flatMap(getValue);
}

async function authoriseRecording({ actor, db }: Context, scope: SourceScope): Promise<void> {
  if (actor.kind === 'system') return;
  if (actor.kind === 'anonymous') throw new AppError('not-signed-in', 'You are not signed in.', 'Sign in, or send an API key.');
  if (actor.kind === 'api-key') {
    if (actor.companyId === scope.companyId && actor.sourceId === scope.sourceId) return;
    throw new AppError('wrong-company', 'This API key belongs to another company or source.', 'Use the key that was made for this source.');
  }
  const role = await findMemberRole(db, scope.companyId, actor.userId);
  if (role === undefined) throw new AppError('not-found', 'There is no such source.', 'Check the address.');
  if (!roleAllows(role, 'admin')) {
    throw new AppError('not-allowed', `Recording events needs the role admin; yours is ${role}.`, 'Ask an owner or admin of the company.');
  }
}

function getValue<T>(result: PromiseSettledResult<T>): T {
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}

/** An item of a batch, with its position there. */
type PlacedItem = readonly [index: number, item: unknown];

/** A batch of at least so many events is recorded in two transactions at once: while the database writes one, the other is judged. */
const SPLIT_FROM_EVENTS = 500;

/** Two parts of about the same size, no conversation in both. */
function splitByConversation(items: readonly unknown[]): PlacedItem[][] {
  if (items.length < SPLIT_FROM_EVENTS) return [[...items.entries()]];
  const parts: [PlacedItem[], PlacedItem[]] = [[], []];
  const partOf = new Map<unknown, PlacedItem[]>();
  for (const [index, item] of items.entries()) {
    const conversation = typeof item === 'object' && item !== null && 'conversation' in item ? item.conversation : undefined;
    const part = partOf.get(conversation) ?? (parts[0].length <= parts[1].length ? parts[0] : parts[1]);
    partOf.set(conversation, part);
    part.push([index, item]);
  }
  return parts.filter((part) => part.length > 0);
}

async function recordPart(
  ctx: Context,
  trx: DatabaseTransaction,
  scope: SourceScope,
  items: readonly PlacedItem[],
  isRetry: boolean,
): Promise<ItemResult[]> {
  // Held so that a version is published either before this batch reads the versions or after its events can be seen.
  const { authorKey, timeZone } = await holdCompany(trx, scope.companyId);
  const ground = await readRecordingGround(trx, scope);
  if (ground === undefined) throw new AppError('not-found', 'There is no such source.', 'Make a source first.');
  const channels = new Set(ground.channelIds);
  const rules = await getCompanyRules(ctx.db, trx, scope.companyId, ground.versions);
  const key = readyAuthorKey(authorKey);
  const events = new Map<string, StoredEvent>();
  const checked = items.map(([index, item]) => {
    const found = checkItem(item, index, ground.sourceKind, ctx.now);
    if ('refusal' in found) return found;
    if (!channels.has(found.input.channel)) return { refusal: refuseChannel(index, found.input, channels) };
    const event = toStoredEvent(found.input, key);
    if (!events.has(event.id)) events.set(event.id, event);
    return { index, event };
  });
  const signOfLifeAt = ground.sourceKind === 'import' ? 'newest-event' : ctx.now;
  const days = getDayClock(timeZone);
  const fates = await recordBatch({ trx, scope, recordedAt: ctx.now, rules, days, signOfLifeAt, isRetry, events: [...events.values()] });
  return checked.map((item) =>
    'refusal' in item
      ? item.refusal
      : toResult(item.index, item.event, decideFate(item.event, events.get(item.event.id) as StoredEvent, fates)),
  );
}

/** A second item of the same id in a batch shares the fate of the first, or is its duplicate. */
function decideFate(event: StoredEvent, first: StoredEvent, fates: ReadonlyMap<StoredEvent, Fate>): Fate {
  const fate = fates.get(first) as Fate;
  if (event === first || fate === 'other-channel' || fate === 'too-late') return fate;
  return isSameEvent(event, first) && fate !== 'differs' ? 'same' : 'differs';
}

function toStoredEvent(input: EventInput, authorKey: KeyObject): StoredEvent {
  return {
    id: input.id,
    conversationId: input.conversation,
    channelId: input.channel,
    type: input.type,
    at: input.at,
    authorHash: input.author === undefined ? null : hashAuthor(authorKey, input.author),
    audience: input.audience ?? null,
    language: input.language ?? null,
    messageId: input.message ?? null,
    reason: input.reason ?? null,
    topic: input.topic ?? null,
    dueAt: input.due ?? null,
  };
}

function refuseChannel(index: number, input: EventInput, channels: ReadonlySet<string>): ItemResult {
  const known = channels.size === 0 ? 'It has none yet: publish an agreement first.' : `Use one of: ${[...channels].join(', ')}.`;
  return refuse(index, input.id, 'unknown-channel', `The company has no channel “${input.channel}”.`, known);
}

function toResult(index: number, event: StoredEvent, fate: Fate): ItemResult {
  const { id } = event;
  switch (fate) {
    case 'recorded':
      return { index, id, status: 'recorded' };
    case 'same':
      return { index, id, status: 'duplicate' };
    case 'differs': {
      const message = 'An event with this id is recorded already and says something else. It stays as it is.';
      return { index, id, status: 'duplicate', code: 'differs-from-recorded', message, hint: 'Give another fact an id of its own.' };
    }
    case 'other-channel': {
      const message = `The conversation “${event.conversationId}” belongs to another channel.`;
      return refuse(index, id, 'conversation-on-other-channel', message, 'Give a conversation on another channel an id of its own.');
    }
    case 'too-late': {
      const message = 'The exclusion was made more than 30 days after the message arrived.';
      return refuse(index, id, 'too-late-to-exclude', message, 'The message stays in the figures.');
    }
  }
}

function summarise(items: readonly ItemResult[]): RecordingResult {
  const countOf = (status: ItemResult['status']) => items.reduce((sum, item) => sum + (item.status === status ? 1 : 0), 0);
  return { recorded: countOf('recorded'), duplicates: countOf('duplicate'), rejected: countOf('rejected'), items };
}
