import { sql } from 'kysely';
import type { BreachKey } from '../../domain/breach/breach-key.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Reader } from '../reader.ts';

/** The last decision about a message that was made inside Kept. */
export interface LastDecision {
  readonly type: 'excluded' | 'exclusion-revoked';
  readonly clause: string | null;
  readonly decidedAt: Instant;
  readonly decidedBy: string | null;
}

type MessageKey = Pick<BreachKey, 'sourceId' | 'conversationId' | 'messageId'>;

const nameMessage = ({ sourceId, conversationId, messageId }: MessageKey): string => JSON.stringify([sourceId, conversationId, messageId]);

/** The last decision about each of these messages, asked for by its key. */
export async function readLastDecisions(
  db: Reader,
  companyId: number,
  messages: readonly MessageKey[],
): Promise<(message: MessageKey) => LastDecision | undefined> {
  const keys = [...new Set(messages.map(nameMessage))].map((key) => {
    const [sourceId, conversationId, messageId] = JSON.parse(key);
    return { sourceId, conversationId, messageId };
  });
  const { rows } = await sql<MessageKey & LastDecision>`
    select meant.*, decision.* from json_to_recordset(${JSON.stringify(keys)}::json)
      as meant("sourceId" int4, "conversationId" text, "messageId" text)
    cross join lateral (
      select type, clause, decided_at as "decidedAt", decided_by as "decidedBy" from exclusion_decision
      where company_id = ${companyId} and source_id = meant."sourceId" and conversation_id = meant."conversationId"
        and message_id = meant."messageId"
      order by decided_at desc, type desc limit 1) as decision`.execute(db);
  const decisions = new Map(rows.map((row) => [nameMessage(row), row]));
  return (message) => decisions.get(nameMessage(message));
}

/** The names of people by their ids; who is gone, and what nobody signed in did, has a word too. */
export async function readPeopleNames(db: Reader, ids: readonly (string | null)[]): Promise<(id: string | null) => string> {
  const wanted = [...new Set(ids.filter((id) => id !== null)), ''];
  const rows = await db.selectFrom('user_account').select(['id', 'name']).where('id', 'in', wanted).execute();
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return (id) => (id === null ? 'Kept' : (names.get(id) ?? 'somebody who is gone'));
}
