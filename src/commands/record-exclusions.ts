import { OWN_EVENT_PREFIX } from '../domain/conversation/event.ts';
import type { Instant } from '../domain/instant.ts';
import { getDayClock } from '../domain/tally/day-clock.ts';
import { notifyCompanyChanged } from '../store/change-notice.ts';
import { holdCompany } from '../store/company.ts';
import { holdConversations } from '../store/conversation.ts';
import type { DatabaseTransaction } from '../store/database.ts';
import { listEventsOfConversations, type SourceScope, type StoredEvent } from '../store/event.ts';
import { addExclusionDecisions } from '../store/exclusion-decision.ts';
import { readRecordingGround } from '../store/recording-ground.ts';
import type { CompanyScope, Context } from './context.ts';
import { getCompanyRules } from './measuring-rules-cache.ts';
import { recordBatch } from './record-batch.ts';

/** A message to take out of the figures or back in. */
export interface MeantMessage {
  readonly sourceId: number;
  readonly conversationId: string;
  readonly messageId: string;
  readonly channelId: string;
}

/** What is decided about messages. */
export type Decision =
  | { readonly type: 'excluded'; readonly reason: string; readonly clause: string | null }
  | { readonly type: 'exclusion-revoked'; readonly reason: null; readonly clause: null };

const ID_BYTES = 12;
/** What an event's id begins with that took a message out of the figures, or back in, inside Kept. */
export const EXCLUSION_EVENT_PREFIX = `${OWN_EVENT_PREFIX}exclusion:`;

/**
 * Records a decision about messages as events of their own sources, so that all figures follow from events alone, and who decided. Inside
 * the caller's transaction, which must hold their conversations. No sign of life of a source.
 * @returns the messages that arrived too long before; the others are decided.
 */
export async function recordExclusions(
  ctx: Context,
  trx: DatabaseTransaction,
  company: CompanyScope,
  messages: readonly MeantMessage[],
  decision: Decision,
): Promise<readonly MeantMessage[]> {
  await holdCompany(trx, company.id);
  const late: MeantMessage[] = [];
  const sources = Map.groupBy(messages, ({ sourceId }) => sourceId);
  for (const [sourceId, ofSource] of [...sources].sort(([a], [b]) => a - b)) {
    const scope = { companyId: company.id, sourceId };
    const ground = await readRecordingGround(trx, scope);
    if (ground === undefined) throw new Error(`A conversation without its source: ${sourceId}`);
    const rules = await getCompanyRules(ctx.db, trx, company.id, ground.versions);
    const events = await makeEvents(ctx, trx, scope, ofSource, decision);
    const batch = { trx, scope, recordedAt: ctx.now, rules, days: getDayClock(ground.timeZone), isRetry: false };
    const ids = new Set(ofSource.map(({ conversationId }) => conversationId));
    const held = await holdConversations(trx, scope, [...ids], ground.serverVersion);
    const { fates, written } = await recordBatch({ ...batch, held, events: [...events.keys()] });
    await written;
    await notifyCompanyChanged(trx, company.id);
    const recorded = [...events].filter(([event]) => fates.get(event) === 'recorded');
    late.push(...[...events].filter(([event]) => fates.get(event) !== 'recorded').map(([, message]) => message));
    if (recorded.length > 0) await addExclusionDecisions(trx, company.id, recorded.map(toDecision(ctx, decision)));
  }
  return late;
}

const toDecision =
  ({ actor }: Context, { type, reason, clause }: Decision) =>
  ([event, { sourceId, conversationId, messageId }]: [StoredEvent, MeantMessage]) => ({
    id: event.id.slice(EXCLUSION_EVENT_PREFIX.length),
    sourceId,
    conversationId,
    messageId,
    type,
    reason,
    clause,
    decidedAt: event.at,
    decidedBy: actor.kind === 'user' ? actor.userId : null,
  });

async function makeEvents(
  ctx: Context,
  trx: DatabaseTransaction,
  scope: SourceScope,
  messages: readonly MeantMessage[],
  decision: Decision,
): Promise<Map<StoredEvent, MeantMessage>> {
  const ids = new Set(messages.map(({ conversationId }) => conversationId));
  const known = Map.groupBy(await listEventsOfConversations(trx, scope, [...ids]), ({ conversationId }) => conversationId);
  return new Map(
    messages.map((message) => {
      const event: StoredEvent = {
        id: `${EXCLUSION_EVENT_PREFIX}${ctx.randomBytes(ID_BYTES).toString('base64url')}`,
        conversationId: message.conversationId,
        channelId: message.channelId,
        type: decision.type,
        at: findInstant(ctx.now, known.get(message.conversationId) ?? [], message, decision),
        authorHash: null,
        audience: null,
        language: null,
        messageId: message.messageId,
        reason: decision.reason,
        topic: null,
        dueAt: null,
      };
      return [event, message];
    }),
  );
}

/**
 * Now, or as soon after the opposite decision that the present one counts: in one second revocations come after exclusions, and a source's
 * clock may be ahead.
 */
function findInstant(now: Instant, known: readonly StoredEvent[], { messageId }: MeantMessage, { type }: Decision): Instant {
  const opposite = type === 'excluded' ? 'exclusion-revoked' : 'excluded';
  const about = known.filter((event) => event.type === opposite && (event.messageId === null || event.messageId === messageId));
  const lastAt = Math.max(...about.map(({ at }) => at), 0);
  return Math.max(now, type === 'excluded' ? lastAt + 1 : lastAt);
}
