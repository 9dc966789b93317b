import { roleAllows } from '../domain/company/role.ts';
import { getDayClock } from '../domain/tally/day-clock.ts';
import { listChannels } from '../store/channel.ts';
import { holdCompany } from '../store/company.ts';
import type { DatabaseTransaction } from '../store/database.ts';
import type { SourceScope, StoredEvent } from '../store/event.ts';
import { findMemberRole } from '../store/member.ts';
import { retryConflicts } from '../store/retry-conflicts.ts';
import { findSource, type Source } from '../store/source.ts';
import type { Context } from './context.ts';
import { AppError } from './errors.ts';
import type { EventInput } from './event-input.ts';
import { type CheckedItem, checkItem, type ItemResult, refuse } from './event-item.ts';
import { hashAuthor } from './hash-author.ts';
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

/**
 * Records a batch of events of one source, each judged by itself: good ones are kept when others are bad, and one that is
 * known already changes nothing. The batch is one transaction: events, conversations and obligations agree at any time.
 * An empty batch is a sign of life.
 * @param items as `eventInput` describes; anything may be in it.
 * @throws AppError `too-large` for more than `MOST_EVENTS`, `not-signed-in`, `not-allowed`, `wrong-company`, `not-found`.
 */
export async function recordEvents(ctx: Context, scope: SourceScope, items: readonly unknown[]): Promise<RecordingResult> {
  if (items.length > MOST_EVENTS) {
    const hint = 'Send it in several parts. What is recorded already is not recorded twice.';
    throw new AppError('too-large', `A batch holds at most ${MOST_EVENTS} events; this one has ${items.length}.`, hint);
  }
  await authoriseRecording(ctx, scope);
  const source = await getSource(ctx, scope);
  const checked = items.map((item, index) => checkItem(item, index, source.kind, ctx.now));
  const results = await retryConflicts((isRetry) =>
    ctx.db.transaction().execute((trx) => recordChecked(ctx, trx, scope, source, checked, isRetry)),
  );
  return summarise(results);
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

async function getSource(ctx: Context, scope: SourceScope): Promise<Source> {
  const source = await findSource(ctx.db, scope.companyId, { id: scope.sourceId });
  if (source === undefined) throw new AppError('not-found', 'There is no such source.', 'Make a source first.');
  return source;
}

async function recordChecked(
  ctx: Context,
  trx: DatabaseTransaction,
  scope: SourceScope,
  source: Source,
  checked: readonly CheckedItem[],
  isRetry: boolean,
): Promise<ItemResult[]> {
  // Held so that a version is published either before this batch reads the versions or after its events can be seen.
  const { authorKey, timeZone } = await holdCompany(trx, scope.companyId);
  const channels = new Set((await listChannels(trx, scope.companyId)).map(({ id }) => id));
  const rules = await getCompanyRules(ctx.db, trx, scope.companyId);
  const events = new Map<string, StoredEvent>();
  const given = checked.map((item): StoredEvent | undefined => {
    if ('refusal' in item || !channels.has(item.input.channel)) return undefined;
    const event = toStoredEvent(item.input, authorKey);
    if (!events.has(event.id)) events.set(event.id, event);
    return event;
  });
  const signOfLifeAt = source.kind === 'import' ? 'newest-event' : ctx.now;
  const days = getDayClock(timeZone);
  const fates = await recordBatch({ trx, scope, recordedAt: ctx.now, rules, days, signOfLifeAt, isRetry, events: [...events.values()] });
  return checked.map((item, index) => {
    if ('refusal' in item) return item.refusal;
    const event = given[index];
    if (event === undefined) return refuseChannel(index, item.input, channels);
    return toResult(index, event, decideFate(event, events.get(event.id) as StoredEvent, fates));
  });
}

/** A second item of the same id in a batch shares the fate of the first, or is its duplicate. */
function decideFate(event: StoredEvent, first: StoredEvent, fates: ReadonlyMap<StoredEvent, Fate>): Fate {
  const fate = fates.get(first) as Fate;
  if (event === first || fate === 'other-channel' || fate === 'too-late') return fate;
  return isSameEvent(event, first) && fate !== 'differs' ? 'same' : 'differs';
}

function toStoredEvent(input: EventInput, authorKey: Buffer): StoredEvent {
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
