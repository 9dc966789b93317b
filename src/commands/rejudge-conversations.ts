import type { Instant } from '../domain/instant.ts';
import { getDayClock } from '../domain/tally/day-clock.ts';
import { holdCompanyAlone } from '../store/company.ts';
import { listConversationsSince } from '../store/conversation.ts';
import type { DatabaseTransaction } from '../store/database.ts';
import { listEventsOfConversations } from '../store/event.ts';
import { planByKey } from '../store/plan-by-key.ts';
import { compileCompanyRules } from './measuring-rules-cache.ts';
import { updateObligations } from './update-obligations.ts';

const CONVERSATIONS_AT_ONCE = 1_000;

/**
 * Judges anew all conversations of a company in which something happened at or after `since`, by the versions that this
 * transaction sees. To be called after a version was stored whose effective instant may lie before recorded messages.
 * Batches of events wait until the transaction ends, so none is judged by versions that are out of date.
 * @param since the new version's effective instant.
 */
export async function rejudgeConversations(trx: DatabaseTransaction, companyId: number, since: Instant): Promise<void> {
  const { timeZone } = await holdCompanyAlone(trx, companyId);
  await planByKey(trx);
  const measuring = { rules: await compileCompanyRules(trx, companyId), days: getDayClock(timeZone) };
  let after = { sourceId: 0, id: '' };
  for (;;) {
    const conversations = await listConversationsSince(trx, companyId, since, after, CONVERSATIONS_AT_ONCE);
    const last = conversations.at(-1);
    if (last === undefined) return;
    for (const [sourceId, ofSource] of Map.groupBy(conversations, (conversation) => conversation.sourceId)) {
      const scope = { companyId, sourceId };
      const events = await listEventsOfConversations(
        trx,
        scope,
        ofSource.map(({ id }) => id),
      );
      const byConversation = Map.groupBy(events, ({ conversationId }) => conversationId);
      const judged = ofSource.map(({ id, channelId }) => ({ id, channelId, isNew: false, events: byConversation.get(id) ?? [] }));
      await updateObligations(trx, scope, measuring, judged);
    }
    after = { sourceId: last.sourceId, id: last.id };
  }
}
