import { sql } from 'kysely';
import type { Row } from '../../db/schema.ts';
import type { AlertRule, Trigger } from '../domain/alert/alert-rule.ts';
import type { Database, DatabaseTransaction } from './database.ts';

const COLUMNS = [
  'id',
  'trigger',
  'channel_id',
  'commitment_id',
  'breaches_left',
  'targets',
  'quiet_from',
  'quiet_until',
  'escalate_after',
  'escalation',
  'created_at',
] as const;

export function toAlertRule(row: Pick<Row<'alert_rule'>, (typeof COLUMNS)[number]>): AlertRule {
  const { quiet_from: from, quiet_until: until } = row;
  return {
    id: row.id,
    trigger: row.trigger as Trigger,
    channelId: row.channel_id,
    commitmentId: row.commitment_id,
    breachesLeft: row.breaches_left,
    targets: row.targets,
    quiet: from === null || until === null ? null : { from, until },
    escalateAfterSeconds: row.escalate_after,
    escalation: row.escalation,
    createdAt: row.created_at,
  };
}

/** In the order they were made. */
export async function listAlertRules(db: Database | DatabaseTransaction, companyId: number): Promise<AlertRule[]> {
  const rows = await db
    .selectFrom('alert_rule')
    .select(COLUMNS)
    .where('company_id', '=', companyId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(toAlertRule);
}

/** Adds a rule, and has its company looked at from now on. */
export async function insertAlertRule(
  trx: DatabaseTransaction,
  companyId: number,
  rule: AlertRule,
  createdBy: string | null,
): Promise<void> {
  await trx
    .insertInto('alert_rule')
    .values({ company_id: companyId, created_by: createdBy, ...toRow(rule) })
    .execute();
  await lookAtOnce(trx, companyId);
}

/** Puts a rule in the place of the one with this id, and has its company looked at again. */
export async function updateAlertRule(trx: DatabaseTransaction, companyId: number, id: string, rule: AlertRule): Promise<void> {
  await trx.updateTable('alert_rule').set(toRow(rule)).where('company_id', '=', companyId).where('id', '=', id).execute();
  await lookAtOnce(trx, companyId);
}

function toRow(rule: AlertRule) {
  return {
    id: rule.id,
    trigger: rule.trigger,
    channel_id: rule.channelId,
    commitment_id: rule.commitmentId,
    breaches_left: rule.breachesLeft,
    targets: JSON.stringify(rule.targets),
    quiet_from: rule.quiet?.from ?? null,
    quiet_until: rule.quiet?.until ?? null,
    escalate_after: rule.escalateAfterSeconds,
    escalation: JSON.stringify(rule.escalation),
    created_at: rule.createdAt,
  };
}

async function lookAtOnce(trx: DatabaseTransaction, companyId: number): Promise<void> {
  await trx
    .insertInto('alert_scan')
    .values({ company_id: companyId, scanned_at: 0, weighed_at: 0 })
    .onConflict((conflict) => conflict.column('company_id').doUpdateSet({ scanned_at: 0, weighed_at: 0 }))
    .execute();
}

/** @returns whether there was one. */
export async function deleteAlertRule(trx: DatabaseTransaction, companyId: number, id: string): Promise<boolean> {
  const { numDeletedRows } = await trx.deleteFrom('alert_rule').where('company_id', '=', companyId).where('id', '=', id).executeTakeFirst();
  return numDeletedRows > 0n;
}

/** A company to look at now, for who claimed it. */
export interface ClaimedScan {
  readonly companyId: number;
  /** Whether what is looked at less often is due too. */
  readonly isToWeigh: boolean;
}

/**
 * Claims companies that nobody has looked at since `before`, so that of several instances one looks at each. One that ends before it has
 * told what it found leaves the company to whoever claims it next.
 */
export async function claimAlertScans(
  db: Database,
  { now, before, weighBefore, most }: { now: number; before: number; weighBefore: number; most: number },
): Promise<ClaimedScan[]> {
  const { rows } = await sql<ClaimedScan>`
    update alert_scan set scanned_at = ${now}, weighed_at = case when due.is_to_weigh then ${now} else weighed_at end
    from (
      select company_id as id, weighed_at <= ${weighBefore} as is_to_weigh from alert_scan
      where scanned_at <= ${before} order by scanned_at limit ${most} for update skip locked) as due
    where company_id = due.id
    returning company_id as "companyId", due.is_to_weigh as "isToWeigh"`.execute(db);
  return rows;
}
