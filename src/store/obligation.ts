import { sql } from 'kysely';
import type { Row } from '../../db/schema.ts';
import type { Database, DatabaseTransaction } from './database.ts';
import type { SourceScope } from './event.ts';

/** A row of a source, without the company and source that own it. */
export type ObligationRow = Omit<Row<'obligation'>, 'company_id' | 'source_id'>;

const VALUE_COLUMNS = sql.raw(
  `channel_id, metric, version_number, message_id, asked_at, due_at, breach_at, answered_at, target_seconds,
  waited_seconds, staffed_seconds, excluded_at, exclusion_reason, late_exclusion, audience, language`,
);
const KEY_COLUMNS = sql.raw('conversation_id, commitment_id, ordinal');

/** The obligations of these conversations. */
export async function listObligations(
  db: Database | DatabaseTransaction,
  scope: SourceScope,
  conversationIds: readonly string[],
): Promise<ObligationRow[]> {
  if (conversationIds.length === 0) return [];
  const result = await sql<ObligationRow>`
    select ${KEY_COLUMNS}, ${VALUE_COLUMNS} from obligation
    where company_id = ${scope.companyId} and source_id = ${scope.sourceId}
      and conversation_id = any(${[...conversationIds]}::text[])`.execute(db);
  return result.rows;
}

/** Adds obligations, or replaces those with the same conversation, commitment and ordinal. */
export async function upsertObligations(trx: DatabaseTransaction, scope: SourceScope, rows: readonly ObligationRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into obligation (company_id, source_id, ${KEY_COLUMNS}, ${VALUE_COLUMNS})
    select ${scope.companyId}::int8, ${scope.sourceId}::int4, ${KEY_COLUMNS}, ${VALUE_COLUMNS}
    from json_to_recordset(${JSON.stringify(rows)}::json) as given(
      conversation_id text, commitment_id text, ordinal int4, channel_id text, metric text, version_number int4,
      message_id text, asked_at int8, due_at int8, breach_at int8, answered_at int8, target_seconds int4, waited_seconds int4,
      staffed_seconds int4, excluded_at int8, exclusion_reason text, late_exclusion boolean, audience text, language text)
    on conflict (company_id, source_id, conversation_id, commitment_id, ordinal) do update set
      (${VALUE_COLUMNS}) = (excluded.channel_id, excluded.metric, excluded.version_number, excluded.message_id, excluded.asked_at,
      excluded.due_at, excluded.breach_at, excluded.answered_at, excluded.target_seconds, excluded.waited_seconds,
      excluded.staffed_seconds, excluded.excluded_at, excluded.exclusion_reason, excluded.late_exclusion, excluded.audience,
      excluded.language)`.execute(trx);
}

/** Deletes obligations by conversation, commitment and ordinal. */
export async function deleteObligations(
  trx: DatabaseTransaction,
  scope: SourceScope,
  keys: readonly Pick<ObligationRow, 'conversation_id' | 'commitment_id' | 'ordinal'>[],
): Promise<void> {
  if (keys.length === 0) return;
  await sql`
    delete from obligation
    using json_to_recordset(${JSON.stringify(keys)}::json) as gone(conversation_id text, commitment_id text, ordinal int4)
    where company_id = ${scope.companyId} and source_id = ${scope.sourceId}
      and obligation.conversation_id = gone.conversation_id and obligation.commitment_id = gone.commitment_id
      and obligation.ordinal = gone.ordinal`.execute(trx);
}
