import { sql } from 'kysely';
import type { DueAlert } from '../domain/alert/due-alert.ts';
import type { Instant } from '../domain/instant.ts';
import type { Database, DatabaseTransaction } from './database.ts';

export interface RaisedAlert {
  readonly id: number;
  readonly ruleId: string;
}

/** Adds alerts that the company does not have yet, and returns those that it did not have. */
export async function insertAlerts(
  trx: DatabaseTransaction,
  companyId: number,
  alerts: readonly (DueAlert & { readonly escalateAt: Instant | null })[],
  now: Instant,
): Promise<RaisedAlert[]> {
  if (alerts.length === 0) return [];
  const rows = alerts.map(({ ruleId, subject, facts, obligation, forgetAt, escalateAt }) => ({
    rule_id: ruleId,
    subject,
    facts,
    source_id: obligation?.sourceId ?? null,
    conversation_id: obligation?.conversationId ?? null,
    commitment_id: obligation?.commitmentId ?? null,
    ordinal: obligation?.ordinal ?? null,
    forget_at: forgetAt,
    escalate_at: escalateAt,
  }));
  const { rows: raised } = await sql<RaisedAlert>`
    insert into alert (company_id, rule_id, subject, facts, source_id, conversation_id, commitment_id, ordinal, raised_at, forget_at, escalate_at, escalation_step)
    select ${companyId}::int8, rule_id, subject, facts, source_id, conversation_id, commitment_id, ordinal, ${now}::int8, forget_at, escalate_at, 0
    from json_to_recordset(${JSON.stringify(rows)}::json) as given(
      rule_id text, subject text, facts jsonb, source_id int4, conversation_id text, commitment_id text, ordinal int4, forget_at int8, escalate_at int8)
    on conflict (company_id, rule_id, subject) do nothing
    returning id, rule_id as "ruleId"`.execute(trx);
  return raised;
}

/** Sends alerts on their way to targets. One that is on its way there already is left as it is. */
export async function insertAlertDeliveries(
  trx: DatabaseTransaction,
  companyId: number,
  deliveries: readonly { alertId: number; target: string; dueAt: Instant }[],
): Promise<void> {
  if (deliveries.length === 0) return;
  await sql`
    insert into alert_delivery (company_id, alert_id, target, due_at)
    select ${companyId}::int8, "alertId", target, "dueAt"
    from json_to_recordset(${JSON.stringify(deliveries)}::json) as given("alertId" int8, target text, "dueAt" int8)
    on conflict (company_id, alert_id, target) do nothing`.execute(trx);
}

/** Notes which alerts have come to rest because their obligation was answered or excluded, and takes back what of them is not yet in a message. */
export async function settleAlerts(trx: DatabaseTransaction, companyId: number, now: Instant): Promise<void> {
  // Looked up one by one, as `listObligations` does: joined, all waits of the company would be gone through for each alert.
  await sql`
    update alert set settled_at = ${now}
    where alert.company_id = ${companyId} and id = any(array(
      select open.id from (
        select id, source_id, conversation_id, commitment_id, ordinal from alert
        where alert.company_id = ${companyId} and acknowledged_at is null and settled_at is null and escalate_at is not null
        union
        select id, source_id, conversation_id, commitment_id, ordinal from alert
        where alert.company_id = ${companyId} and acknowledged_at is null and settled_at is null and id = any(array(
          select alert_id from alert_delivery where alert_delivery.company_id = ${companyId} and message_id is null))) as open
      cross join lateral (
        select 1 from obligation
        where obligation.company_id = ${companyId} and obligation.source_id = open.source_id
          and obligation.conversation_id = open.conversation_id and obligation.commitment_id = open.commitment_id
          and obligation.ordinal = open.ordinal
          and (obligation.answered_at is not null or obligation.excluded_at is not null) offset 0) as ended))`.execute(trx);
  await sql`
    delete from alert_delivery
    where alert_delivery.company_id = ${companyId} and message_id is null and alert_id = any(array(
      select id from alert
      where alert.company_id = ${companyId} and (settled_at is not null or acknowledged_at is not null) and id = any(array(
        select alert_id from alert_delivery where alert_delivery.company_id = ${companyId} and message_id is null))))`.execute(trx);
}

export interface AlertToEscalate {
  readonly id: number;
  readonly ruleId: string;
  /** How many members were told before. */
  readonly step: number;
}

/** Alerts that nobody has acknowledged in time, held until the transaction ends. */
export async function holdAlertsToEscalate(trx: DatabaseTransaction, companyId: number, now: Instant): Promise<AlertToEscalate[]> {
  return trx
    .selectFrom('alert')
    .select(['id', 'rule_id as ruleId', 'escalation_step as step'])
    .where('company_id', '=', companyId)
    .where('escalate_at', '<=', now)
    .where('acknowledged_at', 'is', null)
    .where('settled_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute();
}

export async function moveEscalation(
  trx: DatabaseTransaction,
  companyId: number,
  ids: readonly number[],
  to: { step: number; escalateAt: Instant | null },
): Promise<void> {
  if (ids.length === 0) return;
  await trx
    .updateTable('alert')
    .set({ escalation_step: to.step, escalate_at: to.escalateAt })
    .where('company_id', '=', companyId)
    .where('id', 'in', [...ids])
    .execute();
}

/** How many of these alerts are the company's. */
export async function countAlerts(trx: DatabaseTransaction, companyId: number, ids: readonly number[]): Promise<number> {
  const rows = await trx
    .selectFrom('alert')
    .select('id')
    .where('company_id', '=', companyId)
    .where('id', 'in', [...ids])
    .execute();
  return rows.length;
}

/** Notes that somebody takes care of alerts; of those that nobody took care of yet it returns the ids. */
export async function acknowledge(
  trx: DatabaseTransaction,
  companyId: number,
  which: { ids: readonly number[] } | { messageId: string },
  by: { at: Instant; userId: string | null },
): Promise<number[]> {
  const chosen =
    'ids' in which
      ? sql`id = any(${[...which.ids]}::int8[])`
      : sql`id in (select alert_id from alert_delivery where company_id = ${companyId} and message_id = ${which.messageId})`;
  const { rows } = await sql<{ id: number }>`
    update alert set acknowledged_at = ${by.at}, acknowledged_by = ${by.userId}, escalate_at = null
    where company_id = ${companyId} and acknowledged_at is null and ${chosen}
    returning id`.execute(trx);
  return rows.map(({ id }) => id);
}

/** Deletes alerts that cannot be found again and old messages, of all companies. */
export async function forgetAlertsBefore(db: Database, before: Instant): Promise<void> {
  await db.deleteFrom('alert').where('forget_at', '<', before).execute();
  await db.deleteFrom('alert_message').where('created_at', '<', before).execute();
}
