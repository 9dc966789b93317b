import { sql } from 'kysely';
import type { AlertFacts } from '../domain/alert/due-alert.ts';
import type { Instant } from '../domain/instant.ts';
import type { Database, DatabaseTransaction } from './database.ts';

export interface NewAlertMessage {
  readonly companyId: number;
  readonly id: string;
  readonly target: string;
  readonly recipient: string;
  readonly isTest: boolean;
  readonly createdAt: Instant;
  readonly tokenHash: string;
}

export async function insertAlertMessage(trx: DatabaseTransaction, message: NewAlertMessage): Promise<void> {
  await trx
    .insertInto('alert_message')
    .values({
      company_id: message.companyId,
      id: message.id,
      target: message.target,
      recipient: message.recipient,
      is_test: message.isTest,
      state: 'waiting',
      created_at: message.createdAt,
      attempts: 0,
      token_hash: message.tokenHash,
    })
    .execute();
}

/** Targets with alerts that are due there, but for those that had a message since `quietSince`. */
export async function listWaitingTargets(
  trx: DatabaseTransaction,
  companyId: number,
  { now, quietSince }: { now: Instant; quietSince: Instant },
): Promise<string[]> {
  const { rows } = await sql<{ target: string }>`
    select distinct target from alert_delivery
    where company_id = ${companyId} and message_id is null and due_at <= ${now} and not exists (
      select 1 from alert_message
      where alert_message.company_id = ${companyId} and alert_message.target = alert_delivery.target
        and not is_test and created_at > ${quietSince})
    order by target`.execute(trx);
  return rows.map(({ target }) => target);
}

/** Puts what is due at a target into a message. @returns how many alerts that are; 0 when another process was first. */
export async function fillAlertMessage(
  trx: DatabaseTransaction,
  companyId: number,
  { target, messageId, now }: { target: string; messageId: string; now: Instant },
): Promise<number> {
  const { numUpdatedRows } = await trx
    .updateTable('alert_delivery')
    .set({ message_id: messageId })
    .where('company_id', '=', companyId)
    .where('target', '=', target)
    .where('message_id', 'is', null)
    .where('due_at', '<=', now)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

export interface ClaimedAlertMessage {
  readonly target: string;
  readonly isTest: boolean;
  readonly createdAt: Instant;
  /** This one included. */
  readonly attempts: number;
}

/** Takes a waiting message until `until`, so that nobody else sends it meanwhile; undefined when it is not to be had. */
export async function claimAlertMessage(
  db: Database,
  companyId: number,
  id: string,
  { now, until }: { now: Instant; until: Instant },
): Promise<ClaimedAlertMessage | undefined> {
  const row = await db
    .updateTable('alert_message')
    .set((eb) => ({ claimed_until: until, attempts: eb('attempts', '+', 1) }))
    .where('company_id', '=', companyId)
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .where((eb) => eb.or([eb('claimed_until', 'is', null), eb('claimed_until', '<=', now)]))
    .returning(['target', 'is_test as isTest', 'created_at as createdAt', 'attempts'])
    .executeTakeFirst();
  return row;
}

/** Whether a message is still to be sent. */
export async function isAlertMessageWaiting(db: Database, companyId: number, id: string): Promise<boolean> {
  const row = await db
    .selectFrom('alert_message')
    .select('state')
    .where('company_id', '=', companyId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.state === 'waiting';
}

/** Notes what an attempt came to, and leaves the message to the next one where it came to nothing. */
export async function noteAttempt(
  db: Database,
  companyId: number,
  id: string,
  result: { state: 'sent'; sentAt: Instant } | { state: 'waiting' | 'failed'; failure: string },
): Promise<void> {
  await db
    .updateTable('alert_message')
    .set({
      state: result.state,
      claimed_until: null,
      sent_at: result.state === 'sent' ? result.sentAt : null,
      failure: result.state === 'sent' ? null : result.failure,
    })
    .where('company_id', '=', companyId)
    .where('id', '=', id)
    .execute();
}

/** The first alerts of a message, and how many there are. */
export async function listAlertsOfMessage(
  db: Database,
  companyId: number,
  messageId: string,
  most: number,
): Promise<{ facts: AlertFacts[]; count: number }> {
  const { rows } = await sql<{ facts: AlertFacts; count: number }>`
    select facts, (count(*) over ())::int4 as count from alert_delivery
    join alert on alert.company_id = alert_delivery.company_id and alert.id = alert_delivery.alert_id
    where alert_delivery.company_id = ${companyId} and message_id = ${messageId}
    order by (facts ->> 'dueAt')::int8 nulls first, alert.id limit ${most}`.execute(db);
  return { facts: rows.map(({ facts }) => facts), count: rows[0]?.count ?? 0 };
}

/** The message that a link belongs to. */
export async function findMessageByToken(
  db: Database | DatabaseTransaction,
  companyId: number,
  messageId: string,
  tokenHash: string,
): Promise<{ id: string } | undefined> {
  return db
    .selectFrom('alert_message')
    .select('id')
    .where('company_id', '=', companyId)
    .where('id', '=', messageId)
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst();
}
