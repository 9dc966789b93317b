import type { KeyObject } from 'node:crypto';
import { type DayClock, getDayClock } from '../domain/tally/day-clock.ts';
import { holdCompany } from '../store/company.ts';
import type { DatabaseTransaction } from '../store/database.ts';
import type { SourceScope, StoredEvent } from '../store/event.ts';
import { readRecordingGround } from '../store/recording-ground.ts';
import { retryConflicts } from '../store/retry-conflicts.ts';
import type { Context } from './context.ts';
import { AppError } from './errors.ts';
import type { EventInput } from './event-input.ts';
import { checkItem, type ItemResult, refuse } from './event-item.ts';
import { hashAuthor, readyAuthorKey } from './hash-author.ts';
import { type CompanyRules, getCompanyRules } from './measuring-rules-cache.ts';
import { type Batch, type Fate, isSameEvent, listAdded, noteAdded, recordBatch } from './record-batch.ts';
import { settleAll } from './settle-all.ts';
import type { PlacedItem } from './split-batch.ts';

/**
 * Records parts of a batch in one transaction, each item judged by itself: while the database works for one part, another is judged.
 * No conversation may be in two of them. @returns one result for each item, in no particular order.
 */
export function recordTogether(ctx: Context, scope: SourceScope, parts: readonly (readonly PlacedItem[])[]): Promise<ItemResult[]> {
  return retryConflicts((isRetry) =>
    ctx.db.transaction().execute(async (trx) => {
      const ground = await readGround(ctx, trx, scope);
      const work = { trx, scope, recordedAt: ctx.now, isRetry, ...ground };
      const recorded = await settleAll(inParts(parts, isRetry).map((part) => recordPart(work, part)));
      const signOfLifeAt = ground.sourceKind === 'import' ? 'newest-event' : ctx.now;
      await noteAdded(
        work,
        signOfLifeAt,
        recorded.flatMap(({ added }) => added),
      );
      return recorded.flatMap(({ results }) => results);
    }),
  );
}

/** A conflict may be that of one id in two parts: only together do they see that, in the order in which they were sent. */
const inParts = (parts: readonly (readonly PlacedItem[])[], isRetry: boolean): readonly (readonly PlacedItem[])[] =>
  isRetry ? [parts.flat().sort(([a], [b]) => a - b)] : parts;

/** What all parts of a batch are checked and judged by. */
interface Ground {
  readonly sourceKind: string;
  readonly channels: ReadonlySet<string>;
  readonly rules: CompanyRules;
  readonly days: DayClock;
  readonly authorKey: KeyObject;
}

async function readGround({ db }: Context, trx: DatabaseTransaction, scope: SourceScope): Promise<Ground> {
  // Held so that a version is published either before this batch reads the versions or after its events can be seen.
  const { authorKey, timeZone } = await holdCompany(trx, scope.companyId);
  const found = await readRecordingGround(trx, scope);
  if (found === undefined) throw new AppError('not-found', 'There is no such source.', 'Make a source first.');
  return {
    sourceKind: found.sourceKind,
    channels: new Set(found.channelIds),
    rules: await getCompanyRules(db, trx, scope.companyId, found.versions),
    days: getDayClock(timeZone),
    authorKey: readyAuthorKey(authorKey),
  };
}

type Work = Omit<Batch, 'events'> & Ground;

async function recordPart(work: Work, items: readonly PlacedItem[]): Promise<{ results: ItemResult[]; added: StoredEvent[] }> {
  const events = new Map<string, StoredEvent>();
  const checked = items.map(([index, item]) => {
    const found = checkItem(item, index, work.sourceKind, work.recordedAt);
    if ('refusal' in found) return found;
    if (!work.channels.has(found.input.channel)) return { refusal: refuseChannel(index, found.input, work.channels) };
    const event = toStoredEvent(found.input, work.authorKey);
    if (!events.has(event.id)) events.set(event.id, event);
    return { index, event };
  });
  const fates = await recordBatch({ ...work, events: [...events.values()] });
  const results = checked.map((item) =>
    'refusal' in item
      ? item.refusal
      : toResult(item.index, item.event, decideFate(item.event, events.get(item.event.id) as StoredEvent, fates)),
  );
  return { results, added: listAdded(fates) };
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
