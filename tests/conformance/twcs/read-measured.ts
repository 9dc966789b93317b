import type { Database } from '../../../src/store/database.ts';
import type { SourceScope } from '../../../src/store/event.ts';

/** A conversation as it was recorded and judged. */
export interface Measured {
  /** Replies recorded. */
  readonly replies: number;
  /** Seconds to the first reply; null without one. Negative where the source says that it came before the message. */
  readonly seconds: number | null;
  readonly exclusionReason: string | null;
}

/**
 * Every conversation of a source. Seconds are those of its obligation. Only where a reply is said to be earlier than the message, which answers
 * nobody, are they taken from the events.
 */
export async function readMeasured(db: Database, scope: SourceScope): Promise<Measured[]> {
  const replies = new Map((await readReplies(db, scope)).map((row) => [row.conversation_id, row]));
  return (await readObligations(db, scope)).map((obligation) => {
    const answer = replies.get(obligation.conversation_id);
    const early = answer !== undefined && answer.first < obligation.asked_at ? answer.first - obligation.asked_at : undefined;
    return { replies: answer?.count ?? 0, seconds: early ?? obligation.waited_seconds, exclusionReason: obligation.exclusion_reason };
  });
}

function readObligations(db: Database, { companyId, sourceId }: SourceScope) {
  return db
    .selectFrom('obligation')
    .select(['conversation_id', 'asked_at', 'waited_seconds', 'exclusion_reason'])
    .where('company_id', '=', companyId)
    .where('source_id', '=', sourceId)
    .where('ordinal', '=', 0)
    .execute();
}

function readReplies(db: Database, { companyId, sourceId }: SourceScope) {
  return db
    .selectFrom('event')
    .select((select) => ['conversation_id', select.fn.countAll<number>().as('count'), select.fn.min<number>('at').as('first')])
    .where('company_id', '=', companyId)
    .where('source_id', '=', sourceId)
    .where('type', '=', 'agent-reply')
    .groupBy('conversation_id')
    .execute();
}
