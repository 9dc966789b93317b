import type { Row } from '../../db/schema.ts';
import type { Cause } from '../domain/breach/cause.ts';
import type { CauseRule } from '../domain/breach/cause-rule.ts';
import type { Database, DatabaseTransaction } from './database.ts';

/** A rule with who made it; null: nobody who is known. */
export interface StoredCauseRule extends CauseRule {
  readonly createdBy: string | null;
}

function toCauseRule(row: Omit<Row<'cause_rule'>, 'company_id'>): StoredCauseRule {
  const { from_minute: from, until_minute: until } = row;
  return {
    id: row.id,
    cause: row.cause as Cause,
    channelId: row.channel_id,
    commitmentId: row.commitment_id,
    firstDate: row.first_date,
    lastDate: row.last_date,
    weekdays: row.weekdays,
    hours: from === null || until === null ? null : { from, until },
    createdAt: row.created_at,
    createdBy: row.created_by,
  };
}

/** The newest first: the first that matches counts. */
export async function listCauseRules(db: Database | DatabaseTransaction, companyId: number): Promise<StoredCauseRule[]> {
  const rows = await db
    .selectFrom('cause_rule')
    .select([
      'id',
      'cause',
      'channel_id',
      'commitment_id',
      'first_date',
      'last_date',
      'weekdays',
      'from_minute',
      'until_minute',
      'created_at',
      'created_by',
    ])
    .where('company_id', '=', companyId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map(toCauseRule);
}

export async function insertCauseRule(trx: DatabaseTransaction, companyId: number, rule: StoredCauseRule): Promise<void> {
  await trx
    .insertInto('cause_rule')
    .values({
      company_id: companyId,
      id: rule.id,
      cause: rule.cause,
      channel_id: rule.channelId,
      commitment_id: rule.commitmentId,
      first_date: rule.firstDate,
      last_date: rule.lastDate,
      weekdays: JSON.stringify(rule.weekdays),
      from_minute: rule.hours?.from ?? null,
      until_minute: rule.hours?.until ?? null,
      created_at: rule.createdAt,
      created_by: rule.createdBy,
    })
    .execute();
}

/** @returns the cause that it gave; undefined when there was no such rule. */
export async function deleteCauseRule(trx: DatabaseTransaction, companyId: number, id: string): Promise<string | undefined> {
  const row = await trx
    .deleteFrom('cause_rule')
    .where('company_id', '=', companyId)
    .where('id', '=', id)
    .returning('cause')
    .executeTakeFirst();
  return row?.cause;
}
