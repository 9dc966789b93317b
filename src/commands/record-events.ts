import { roleAllows } from '../domain/company/role.ts';
import { canWriteAtOnce, type Database } from '../store/database.ts';
import type { SourceScope } from '../store/event.ts';
import { findMemberRole } from '../store/member.ts';
import { type BatchPart, toPart } from './batch-part.ts';
import { checkItems, type GivenItem } from './check-items.ts';
import type { Context } from './context.ts';
import { AppError } from './errors.ts';
import type { ItemResult } from './event-item.ts';
import { recordTogether } from './record-together.ts';
import { settleAll } from './settle-all.ts';
import { getSourceFacts } from './source-facts-cache.ts';
import { splitByConversation } from './split-batch.ts';

/** The most events of one batch. */
export const MOST_EVENTS = 5_000;

export interface RecordingResult {
  readonly recorded: number;
  readonly duplicates: number;
  readonly rejected: number;
  /** One for each item, in the same order. */
  readonly items: readonly ItemResult[];
}

/** A batch of at least so many events is recorded in two parts at once where that helps. */
const SPLIT_FROM_EVENTS = 500;

/** How a batch is recorded. */
export interface RecordingOptions {
  /** False when other batches are recorded at the same time elsewhere, true unless told. */
  readonly isAlone?: boolean;
  /** Nothing is written before it resolves, and nothing at all when it fails: the batch is only checked meanwhile. */
  readonly after?: Promise<unknown>;
}

/** `recordEvents`, wherever it is done: in this thread or in another one, for events that JSON can hold. */
export type RecordEvents = (
  ctx: Context,
  scope: SourceScope,
  items: readonly unknown[],
  options?: Pick<RecordingOptions, 'after'>,
) => Promise<RecordingResult>;

/**
 * Records a batch of events of one source, each judged by itself: good ones are kept when others are bad, and one that is
 * known already changes nothing. All events of a conversation are one transaction: they and their obligations agree at any time.
 * An empty batch is a sign of life.
 * @param items as `eventInput` describes; anything may be in it.
 * @throws AppError `too-large` for more than `MOST_EVENTS`, `not-signed-in`, `not-allowed`, `wrong-company`, `not-found`, and
 * `revoked-api-key` when the key was revoked after it was let in.
 */
export async function recordEvents(
  ctx: Context,
  scope: SourceScope,
  items: readonly unknown[],
  options: RecordingOptions = {},
): Promise<RecordingResult> {
  if (items.length > MOST_EVENTS) {
    const hint = 'Send it in several parts. What is recorded already is not recorded twice.';
    throw new AppError('too-large', `A batch holds at most ${MOST_EVENTS} events; this one has ${items.length}.`, hint);
  }
  await authoriseRecording(ctx, scope);
  const facts = await getSourceFacts(ctx.db, scope);
  if (facts === undefined) throw new AppError('not-found', 'There is no such source.', 'Make a source first.');
  const parts = toParts(ctx.db, items, (given) => checkItems(given, facts, ctx.now).then(toPart), options);
  // Where there is one transaction at a time none begins before all is ready for it; elsewhere they begin meanwhile, unless something goes before.
  if (options.after !== undefined || !canWriteAtOnce(ctx.db)) await Promise.all([...parts, options.after]);
  const results = await recordParts(ctx, scope, parts);
  return summarise(results.sort((a, b) => a.index - b.index));
}

/** How many batches are being recorded. */
const underWay = new WeakMap<Database, number>();

/**
 * Two parts, to be recorded at once in transactions of their own, where that helps: not where something else is being recorded, which uses
 * both cores anyway. The second is checked when the first is ready, and the database at work on that.
 */
function toParts(
  db: Database,
  items: readonly unknown[],
  check: (given: readonly GivenItem[]) => Promise<BatchPart>,
  { isAlone = true, after }: RecordingOptions,
): Promise<BatchPart>[] {
  const given = items.map((item, index) => ({ index, item }));
  // What is under way when the batch must wait for it is done by then.
  const isOther = !isAlone || (after === undefined && underWay.has(db));
  if (isOther || !canWriteAtOnce(db) || items.length < SPLIT_FROM_EVENTS) return [check(given)];
  const [first, second] = splitByConversation(given);
  const checking = check(first);
  return [checking, checking.then(() => check(second))];
}

async function recordParts(ctx: Context, scope: SourceScope, parts: readonly Promise<BatchPart>[]): Promise<ItemResult[]> {
  underWay.set(ctx.db, (underWay.get(ctx.db) ?? 0) + 1);
  try {
    const results = await settleAll(parts.map((part) => recordTogether(ctx, scope, part)));
    return results.flat();
  } finally {
    const left = (underWay.get(ctx.db) ?? 1) - 1;
    if (left > 0) underWay.set(ctx.db, left);
    else underWay.delete(ctx.db);
  }
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

function summarise(items: readonly ItemResult[]): RecordingResult {
  const countOf = (status: ItemResult['status']) => items.reduce((sum, item) => sum + (item.status === status ? 1 : 0), 0);
  return { recorded: countOf('recorded'), duplicates: countOf('duplicate'), rejected: countOf('rejected'), items };
}
