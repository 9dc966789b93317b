import { isDeepStrictEqual } from 'node:util';
import { compileCompanyRules } from '../../src/commands/measuring-rules-cache.ts';
import { toObligationRows } from '../../src/commands/update-obligations.ts';
import { listConversationsSince } from '../../src/store/conversation.ts';
import type { Database } from '../../src/store/database.ts';
import { listEventsOfConversations } from '../../src/store/event.ts';
import { listObligations, type ObligationRow } from '../../src/store/obligation.ts';
import type { CompanyPlan } from './company-plan.ts';

const CONVERSATIONS = 1_000;

/**
 * Judges the events of some recent conversations as the database has them.
 * @throws Error when their obligations there are not what they should be.
 */
export async function checkWorld(db: Database, { scope, now }: CompanyPlan): Promise<void> {
  const rules = await db.transaction().execute((trx) => compileCompanyRules(trx, scope.companyId));
  const first = { sourceId: 0, id: '' };
  const conversations = await listConversationsSince(db, scope.companyId, now - 400 * 86_400, first, CONVERSATIONS);
  const ids = conversations.map(({ id }) => id);
  const events = Map.groupBy(await listEventsOfConversations(db, scope, ids), ({ conversationId }) => conversationId);
  const stored = Map.groupBy(await listObligations(db, scope, ids), (row) => row.conversation_id);
  for (const { id, channelId } of conversations) {
    const judged = toObligationRows({ id, channelId, events: events.get(id) ?? [] }, rules.forChannel(channelId));
    if (!isDeepStrictEqual(inOrder(judged), inOrder(stored.get(id) ?? [])))
      throw new Error(`Conversation ${id} of the world is judged wrong.`);
  }
}

const inOrder = (rows: readonly ObligationRow[]): ObligationRow[] =>
  rows.map((row) => ({ ...row })).toSorted((a, b) => a.commitment_id.localeCompare(b.commitment_id) || a.ordinal - b.ordinal);
