import { sql } from 'kysely';
import type { Row } from '../../db/schema.ts';
import type { AddedRows } from './copy-rows.ts';
import type { Database, DatabaseTransaction } from './database.ts';
import type { SourceScope } from './event.ts';
import { pipelined } from './pipelined.ts';
import { prepared } from './prepared.ts';
import { selectMany } from './select-many.ts';
import { textRows } from './text-rows.ts';

/** A row of a source, without the company and source that own it. */
export type ObligationRow = Omit<Row<'obligation'>, 'company_id' | 'source_id'>;

const KEYS = ['conversation_id', 'commitment_id', 'ordinal'] as const;
const VALUES = [
  'channel_id',
  'metric',
  'version_number',
  'message_id',
  'asked_at',
  'due_at',
  'breach_at',
  'answered_at',
  'target_seconds',
  'waited_seconds',
  'staffed_seconds',
  'excluded_at',
  'exclusion_reason',
  'late_exclusion',
  'audience',
  'language',
  'topic',
] as const satisfies (keyof ObligationRow)[];
const COLUMNS = ['company_id', 'source_id', ...KEYS, ...VALUES];
const KEY_COLUMNS = sql.raw(KEYS.join(', '));
const VALUE_COLUMNS = sql.raw(VALUES.join(', '));
const EXCLUDED_VALUES = sql.raw(VALUES.map((column) => `excluded.${column}`).join(', '));

/** The obligations of these conversations. Looked up one by one, as `listEventsOfConversations` does. */
export async function listObligations(
  db: Database | DatabaseTransaction,
  scope: SourceScope,
  conversationIds: readonly string[],
): Promise<ObligationRow[]> {
  if (conversationIds.length === 0) return [];
  const query = sql<ObligationRow>`
    select obligation.* from ${textRows(conversationIds)} as wanted(id) cross join lateral (
      select ${KEY_COLUMNS}, ${VALUE_COLUMNS} from obligation
      where company_id = ${scope.companyId} and source_id = ${scope.sourceId} and conversation_id = wanted.id offset 0) as obligation`;
  return selectMany(db, query);
}

/** Obligations of conversations that have none yet, as rows to be added. */
export function toNewObligations({ companyId, sourceId }: SourceScope, rows: readonly ObligationRow[]): AddedRows {
  const values = rows.map((row) => [
    companyId,
    sourceId,
    row.conversation_id,
    row.commitment_id,
    row.ordinal,
    row.channel_id,
    row.metric,
    row.version_number,
    row.message_id,
    row.asked_at,
    row.due_at,
    row.breach_at,
    row.answered_at,
    row.target_seconds,
    row.waited_seconds,
    row.staffed_seconds,
    row.excluded_at,
    row.exclusion_reason,
    row.late_exclusion,
    row.audience,
    row.language,
    row.topic,
  ]);
  return { table: 'obligation', columns: COLUMNS, rows: values };
}

/** Adds obligations, or replaces those with the same conversation, commitment and ordinal. */
export async function upsertObligations(trx: DatabaseTransaction, scope: SourceScope, rows: readonly ObligationRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    ${pipelined}${prepared} insert into obligation (company_id, source_id, ${KEY_COLUMNS}, ${VALUE_COLUMNS})
    select ${scope.companyId}::int8, ${scope.sourceId}::int4, ${KEY_COLUMNS}, ${VALUE_COLUMNS}
    from json_to_recordset(${JSON.stringify(rows)}::json) as given(
      conversation_id text, commitment_id text, ordinal int4, channel_id text, metric text, version_number int4,
      message_id text, asked_at int8, due_at int8, breach_at int8, answered_at int8, target_seconds int4, waited_seconds int4,
      staffed_seconds int4, excluded_at int8, exclusion_reason text, late_exclusion boolean, audience text, language text, topic text)
    on conflict (company_id, source_id, conversation_id, commitment_id, ordinal) do update set
      (${VALUE_COLUMNS}) = (${EXCLUDED_VALUES})`.execute(trx);
}

/** Deletes obligations by conversation, commitment and ordinal. */
export async function deleteObligations(
  trx: DatabaseTransaction,
  scope: SourceScope,
  keys: readonly Pick<ObligationRow, 'conversation_id' | 'commitment_id' | 'ordinal'>[],
): Promise<void> {
  if (keys.length === 0) return;
  await sql`
    ${pipelined} delete from obligation
    using json_to_recordset(${JSON.stringify(keys)}::json) as gone(conversation_id text, commitment_id text, ordinal int4)
    where company_id = ${scope.companyId} and source_id = ${scope.sourceId}
      and obligation.conversation_id = gone.conversation_id and obligation.commitment_id = gone.commitment_id
      and obligation.ordinal = gone.ordinal`.execute(trx);
}
