import { type DayClock, getDayClock } from '../domain/tally/day-clock.ts';
import { holdCompany } from '../store/company.ts';
import { holdConversations } from '../store/conversation.ts';
import type { DatabaseTransaction } from '../store/database.ts';
import type { SourceScope, StoredEvent } from '../store/event.ts';
import { noteRecorded, type RecordedBatch } from '../store/note-recorded.ts';
import { readRecordingGround } from '../store/recording-ground.ts';
import { retryConflicts } from '../store/retry-conflicts.ts';
import { revokedKey } from './api-key-secret.ts';
import type { BatchPart } from './batch-part.ts';
import type { CheckedItem } from './check-items.ts';
import type { Context } from './context.ts';
import { countAdded } from './count-added.ts';
import { AppError } from './errors.ts';
import { type ItemResult, refuse } from './event-item.ts';
import { meanwhile } from './meanwhile.ts';
import { type CompanyRules, getCompanyRules } from './measuring-rules-cache.ts';
import { type Batch, type Fate, isSameEvent, listAdded, recordBatch } from './record-batch.ts';

/**
 * Records items in one transaction, each event judged by itself.
 * @param making the items, which may still be made ready while the transaction begins.
 * @returns one result for each item, in no particular order.
 */
export function recordTogether(ctx: Context, scope: SourceScope, making: Promise<BatchPart>): Promise<ItemResult[]> {
  return retryConflicts((isRetry) =>
    ctx.db.transaction().execute(async (trx) => {
      const [ground, part] = await Promise.all([readGround(ctx, trx, scope), making]);
      const work = { trx, scope, recordedAt: ctx.now, isRetry, ...ground };
      const { results, recorded } = await recordPart(work, part);
      if (recorded !== undefined) await noteRecorded(trx, scope, recorded);
      return results;
    }),
  );
}

/** What a batch is judged by. */
interface Ground {
  readonly serverVersion: number;
  readonly sourceKind: string;
  readonly channels: ReadonlySet<string>;
  readonly rules: CompanyRules;
  readonly days: DayClock;
}

async function readGround({ actor, db }: Context, trx: DatabaseTransaction, scope: SourceScope): Promise<Ground> {
  // Held so that a version is published either before this batch reads the versions or after its events can be seen.
  await holdCompany(trx, scope.companyId);
  const found = await readRecordingGround(trx, scope, actor.kind === 'api-key' ? actor.keyId : null);
  if (found === undefined) throw new AppError('not-found', 'There is no such source.', 'Make a source first.');
  // Whoever let the key in may have known it from before.
  if (actor.kind === 'api-key' && !found.keyWorks) throw revokedKey('The API key');
  return {
    serverVersion: found.serverVersion,
    sourceKind: found.sourceKind,
    channels: new Set(found.channelIds),
    rules: await getCompanyRules(db, trx, scope.companyId, found.versions),
    days: getDayClock(found.timeZone),
  };
}

type Work = Omit<Batch, 'events' | 'held'> & Ground;

async function recordPart(work: Work, part: BatchPart): Promise<{ results: ItemResult[]; recorded: RecordedBatch | undefined }> {
  const holding = holdConversations(work.trx, work.scope, part.conversationIds, work.serverVersion);
  const [held, { placed, events }] = await meanwhile(holding, () => placeItems(part.items, work.channels));
  const { fates, written } = await recordBatch({ ...work, held, events: [...events.values()] });
  const describe = (item: CheckedItem) =>
    'refusal' in item
      ? item.refusal
      : toResult(item.index, item.event, decideFate(item.event, events.get(item.event.id) as StoredEvent, fates));
  const signOfLifeAt = work.sourceKind === 'import' ? 'newest-event' : work.recordedAt;
  const [, outcome] = await meanwhile(written, () => ({
    results: placed.map(describe),
    recorded: countAdded(work, signOfLifeAt, listAdded(fates)),
  }));
  return outcome;
}

/** Items on channels that there are, and their events by id: of several with one id the first. */
function placeItems(items: readonly CheckedItem[], channels: ReadonlySet<string>) {
  const placed = items.map((item) => refuseUnknownChannel(item, channels));
  const events = new Map<string, StoredEvent>();
  for (const item of placed) if ('event' in item && !events.has(item.event.id)) events.set(item.event.id, item.event);
  return { placed, events };
}

/** A second item of the same id in a batch shares the fate of the first, or is its duplicate. */
function decideFate(event: StoredEvent, first: StoredEvent, fates: ReadonlyMap<StoredEvent, Fate>): Fate {
  const fate = fates.get(first) as Fate;
  if (event === first || fate === 'other-channel' || fate === 'too-late') return fate;
  return isSameEvent(event, first) && fate !== 'differs' ? 'same' : 'differs';
}

function refuseUnknownChannel(item: CheckedItem, channels: ReadonlySet<string>): CheckedItem {
  if ('refusal' in item || channels.has(item.event.channelId)) return item;
  const { index, event } = item;
  const known = channels.size === 0 ? 'It has none yet: publish an agreement first.' : `Use one of: ${[...channels].join(', ')}.`;
  return { index, refusal: refuse(index, event.id, 'unknown-channel', `The company has no channel “${event.channelId}”.`, known) };
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
