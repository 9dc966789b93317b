import { sql } from 'kysely';
import type { Instant } from '../domain/instant.ts';
import { notifyCompanyChanged } from './change-notice.ts';
import type { Database, DatabaseTransaction } from './database.ts';

/** Stores whether a company publishes statements. The month that they begin with stays as it was first chosen. */
export async function saveStatementChoice(
  trx: DatabaseTransaction,
  companyId: number,
  choice: { readonly isOn: boolean; readonly fromMonth: string; readonly changedAt: Instant },
): Promise<void> {
  await trx
    .insertInto('statement_choice')
    .values({ company_id: companyId, from_month: choice.fromMonth, is_on: choice.isOn, changed_at: choice.changedAt })
    .onConflict((conflict) => conflict.column('company_id').doUpdateSet({ is_on: choice.isOn, changed_at: choice.changedAt }))
    .execute();
}

/** A company that publishes statements. */
export interface StatingCompany {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly timeZone: string;
  readonly fromMonth: string;
}

export async function listStatingCompanies(db: Database): Promise<StatingCompany[]> {
  return db
    .selectFrom('statement_choice')
    .innerJoin('company', 'company.id', 'statement_choice.company_id')
    .select(['company.id', 'company.slug', 'company.name', 'company.time_zone as timeZone', 'statement_choice.from_month as fromMonth'])
    .where('statement_choice.is_on', '=', true)
    .orderBy('company.id')
    .execute();
}

/** The months that are signed already: YYYY-MM. */
export async function listSignedMonths(db: Database, companyId: number): Promise<string[]> {
  const rows = await db.selectFrom('signed_statement').select('month').where('company_id', '=', companyId).execute();
  return rows.map(({ month }) => month);
}

/** Publishes a statement, once: where the month has one nothing changes. @param document canonical JSON. */
export async function insertSignedStatement(
  db: Database,
  companyId: number,
  signed: { readonly month: string; readonly document: string; readonly signedAt: Instant },
): Promise<void> {
  const values = { company_id: companyId, month: signed.month, document: signed.document, signed_at: signed.signedAt };
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('signed_statement')
      .values(values)
      .onConflict((conflict) => conflict.columns(['company_id', 'month']).doNothing())
      .execute();
    await notifyCompanyChanged(trx, companyId);
  });
}

/** An event as a statement's digest reads it. The author is left out, because authors are forgotten in time. */
export interface StatedEvent {
  readonly sourceId: number;
  readonly id: string;
  readonly values: readonly (string | number | null)[];
}

/**
 * The next events, in order of source and id by bytes, of every conversation whose first to last event touch the span, as recorded until
 * `recordedUntil`.
 */
export async function listStatedEvents(
  db: Database,
  companyId: number,
  span: { readonly fromAt: Instant; readonly toAt: Instant; readonly recordedUntil: Instant },
  after: { readonly sourceId: number; readonly id: string },
  limit: number,
): Promise<StatedEvent[]> {
  const { rows } = await sql<StatedEvent>`
    select source_id as "sourceId", id, json_build_array(source_id, id, conversation_id, channel_id, type, at, recorded_at,
      audience, language, message_id, reason, topic, due_at) as values
    from event
    where company_id = ${companyId} and (source_id, id) > (${after.sourceId}::int8, ${after.id}) and recorded_at <= ${span.recordedUntil}
      and exists (select 1 from conversation
        where conversation.company_id = ${companyId} and conversation.source_id = event.source_id and conversation.id = event.conversation_id
          and first_event_at <= ${span.toAt} and last_event_at >= ${span.fromAt})
    order by source_id, id limit ${limit}`.execute(db);
  return rows;
}
