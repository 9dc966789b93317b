import { roleAllows } from '../domain/company/role.ts';
import { canWriteAtOnce, type Database } from '../store/database.ts';
import type { SourceScope } from '../store/event.ts';
import { findMemberRole } from '../store/member.ts';
import { type BatchPart, toPart } from './batch-part.ts';
import { type CheckedItem, checkItems } from './check-items.ts';
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
 * @throws AppError `too-large` for more than `MOST_EVENTS`, `not-signed-in`, `not-allowed`, `wrong-company`, `not-found`.
 */
export async function recordEvents(
  ctx: Context,
  scope: SourceScope,
  items: readonly unknown[],
  { isAlone = true, after }: RecordingOptions = {},
): Promise<RecordingResult> {
  if (items.length > MOST_EVENTS) {
    const hint = 'Send it in several parts. What is recorded already is not recorded twice.';
    throw new AppError('too-large', `A batch holds at most ${MOST_EVENTS} events; this one has ${items.length}.`, hint);
  }
  await authoriseRecording(ctx, scope);
  const facts = await getSourceFacts(ctx.db, scope);
  if (facts === undefined) throw new AppError('not-found', 'There is no such source.', 'Make a source first.');
  const checking = checkItems(items, facts, ctx.now);
  // Where it will be one part, that is made ready while the batch before is recorded.
  const whole = canWriteAtOnce(ctx.db) ? undefined : toPart(await checking);
  // One that nothing goes before begins its transactions while it is still being checked.
  if (after !== undefined) await Promise.all([checking, after]);
  const parts = whole === undefined ? toParts(ctx.db, items.length, checking, isAlone) : [Promise.resolve(whole)];
  const results = await recordParts(ctx, scope, parts);
  return summarise(results.sort((a, b) => a.index - b.index));
}

/** How many batches are being recorded. */
const underWay = new WeakMap<Database, number>();

/**
 * Two parts, to be recorded at once in transactions of their own, where that helps: not where something else is being recorded, which uses
 * both cores anyway.
 */
function toParts(db: Database, count: number, checking: Promise<readonly CheckedItem[]>, isAlone: boolean): Promise<BatchPart>[] {
  if (!isAlone || underWay.has(db) || count < SPLIT_FROM_EVENTS) return [checking.then(toPart)];
  const halves = checking.then(splitByConversation);
  return [halves.then(([first]) => toPart(first)), halves.then(([, second]) => toPart(second))];
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
