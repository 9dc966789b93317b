import type { Instant } from '../domain/instant.ts';
import type { DatabaseTransaction } from './database.ts';

/** Who took a message out of the figures, or back in, inside Kept. */
export interface ExclusionDecision {
  /** Its event's id without `kept:exclusion:`. */
  readonly id: string;
  readonly sourceId: number;
  readonly conversationId: string;
  readonly messageId: string;
  readonly type: 'excluded' | 'exclusion-revoked';
  readonly reason: string | null;
  /** What of the agreement it rests on; null where nothing was named. */
  readonly clause: string | null;
  /** The instant of its event. */
  readonly decidedAt: Instant;
  readonly decidedBy: string | null;
}

/** Adds decisions, at least one. */
export async function addExclusionDecisions(
  trx: DatabaseTransaction,
  companyId: number,
  decisions: readonly ExclusionDecision[],
): Promise<void> {
  const rows = decisions.map((decision) => ({
    company_id: companyId,
    id: decision.id,
    source_id: decision.sourceId,
    conversation_id: decision.conversationId,
    message_id: decision.messageId,
    type: decision.type,
    reason: decision.reason,
    clause: decision.clause,
    decided_at: decision.decidedAt,
    decided_by: decision.decidedBy,
  }));
  await trx.insertInto('exclusion_decision').values(rows).execute();
}
