import { sql } from 'kysely';
import { compileCompanyRules } from '../../src/commands/measuring-rules-cache.ts';
import { toObligationRows } from '../../src/commands/update-obligations.ts';
import type { Database } from '../../src/store/database.ts';
import { listEventsOfConversations, type SourceScope } from '../../src/store/event.ts';
import { listObligations, type ObligationRow } from '../../src/store/obligation.ts';

/** All that is recorded of a source, in an order that does not depend on how it came. */
export interface Recorded {
  readonly events: number;
  readonly conversations: { id: string; channel_id: string; first_event_at: number; last_event_at: number }[];
  readonly obligations: ObligationRow[];
}

export async function readRecorded(db: Database, scope: SourceScope): Promise<Recorded> {
  const conversations = await db
    .selectFrom('conversation')
    .select(['id', 'channel_id', 'first_event_at', 'last_event_at'])
    .where('company_id', '=', scope.companyId)
    .where('source_id', '=', scope.sourceId)
    .orderBy(sql`id collate "C"`)
    .execute();
  const events = await db
    .selectFrom('event')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('company_id', '=', scope.companyId)
    .where('source_id', '=', scope.sourceId)
    .executeTakeFirstOrThrow();
  const obligations = await listObligations(
    db,
    scope,
    conversations.map(({ id }) => id),
  );
  return { events: Number(events.count), conversations, obligations: sortRows(obligations) };
}

/** The obligations that follow from the recorded events, judged afresh. */
export async function rejudgeFromEvents(db: Database, scope: SourceScope): Promise<ObligationRow[]> {
  const { conversations } = await readRecorded(db, scope);
  const events = await listEventsOfConversations(
    db,
    scope,
    conversations.map(({ id }) => id),
  );
  const byConversation = Map.groupBy(events, ({ conversationId }) => conversationId);
  return db.transaction().execute(async (trx) => {
    const rules = await compileCompanyRules(trx, scope.companyId);
    return sortRows(
      conversations.flatMap(({ id, channel_id: channelId }) =>
        toObligationRows({ id, channelId, events: byConversation.get(id) ?? [] }, rules.forChannel(channelId)),
      ),
    );
  });
}

function sortRows(rows: readonly ObligationRow[]): ObligationRow[] {
  const key = (row: ObligationRow) => JSON.stringify([row.conversation_id, row.commitment_id, row.ordinal]);
  return rows.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}
