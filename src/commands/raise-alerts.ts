import { type AlertRule, parseTarget, writeTarget } from '../domain/alert/alert-rule.ts';
import type { DueAlert } from '../domain/alert/due-alert.ts';
import { findLoudInstant } from '../domain/alert/quiet-hours.ts';
import { type Instant, MINUTE_SECONDS } from '../domain/instant.ts';
import { holdAlertsToEscalate, insertAlertDeliveries, insertAlerts, moveEscalation, settleAlerts } from '../store/alert.ts';
import { findAlertDestination } from '../store/alert-destination.ts';
import { fillAlertMessage, insertAlertMessage, listWaitingTargets } from '../store/alert-message.ts';
import type { DatabaseTransaction } from '../store/database.ts';
import { hashToken } from '../store/email-token.ts';
import { findMemberContact } from '../store/member.ts';
import type { Context } from './context.ts';
import { makeToken } from './mailed-link.ts';

/** After a message, what comes up for the same target is gathered for so long into the next one. */
const GATHER_SECONDS = MINUTE_SECONDS;
const ID_BYTES = 12;

/** A company whose alerts are raised. */
export interface AlertedCompany {
  readonly id: number;
  readonly timeZone: string;
}

/**
 * Raises what rules have found, tells the next member of what nobody acknowledged, and asks for the messages that are due: in one
 * transaction, so that a process that ends meanwhile has done all of it or nothing. What was raised before is not raised again.
 * @param ctx of the system.
 * @returns how many alerts are new.
 */
export async function raiseAlerts(
  ctx: Context,
  company: AlertedCompany,
  rules: readonly AlertRule[],
  due: readonly DueAlert[],
): Promise<number> {
  return ctx.db.transaction().execute(async (trx) => {
    const byId = new Map(rules.map((rule) => [rule.id, rule]));
    const loudAt = new Map(rules.map((rule) => [rule.id, findLoudInstant(ctx.now, rule.quiet, company.timeZone)]));
    const raised = await insertAlerts(trx, company.id, withEscalation(due, byId, loudAt), ctx.now);
    const deliveries = raised.flatMap(({ id, ruleId }) =>
      (byId.get(ruleId)?.targets ?? []).map((target) => ({ alertId: id, target, dueAt: loudAt.get(ruleId) ?? ctx.now })),
    );
    await insertAlertDeliveries(trx, company.id, deliveries);
    await settleAlerts(trx, company.id, ctx.now);
    await escalate(ctx, trx, company, byId);
    await makeDueMessages(ctx, trx, company.id);
    return raised.length;
  });
}

/** Waiting for acknowledgement begins when the alert may be told. */
function withEscalation(due: readonly DueAlert[], rules: ReadonlyMap<string, AlertRule>, loudAt: ReadonlyMap<string, Instant>) {
  return due.map((alert) => {
    const rule = rules.get(alert.ruleId);
    const isEscalated = rule !== undefined && rule.escalateAfterSeconds !== null && rule.escalation.length > 0;
    return { ...alert, escalateAt: isEscalated ? (loudAt.get(alert.ruleId) as Instant) + (rule.escalateAfterSeconds as number) : null };
  });
}

async function escalate(
  ctx: Context,
  trx: DatabaseTransaction,
  company: AlertedCompany,
  rules: ReadonlyMap<string, AlertRule>,
): Promise<void> {
  const alerts = await holdAlertsToEscalate(trx, company.id, ctx.now);
  for (const group of Map.groupBy(alerts, ({ ruleId, step }) => JSON.stringify([ruleId, step])).values()) {
    const { ruleId, step } = group[0] as (typeof alerts)[number];
    const rule = rules.get(ruleId);
    const userId = rule?.escalation[step];
    const dueAt = findLoudInstant(ctx.now, rule?.quiet ?? null, company.timeZone);
    if (userId !== undefined) {
      const target = writeTarget({ kind: 'member', id: userId });
      await insertAlertDeliveries(
        trx,
        company.id,
        group.map(({ id }) => ({ alertId: id, target, dueAt })),
      );
    }
    const isLast = rule === undefined || rule.escalation[step + 1] === undefined;
    const escalateAt = isLast ? null : dueAt + (rule.escalateAfterSeconds ?? 0);
    const ids = group.map(({ id }) => id);
    await moveEscalation(trx, company.id, ids, { step: step + 1, escalateAt });
  }
}

async function makeDueMessages(ctx: Context, trx: DatabaseTransaction, companyId: number): Promise<void> {
  for (const target of await listWaitingTargets(trx, companyId, { now: ctx.now, quietSince: ctx.now - GATHER_SECONDS })) {
    const messageId = newMessageId(ctx);
    const count = await fillAlertMessage(trx, companyId, { target, messageId, now: ctx.now });
    if (count > 0) await requestAlertMessage(ctx, trx, companyId, { messageId, target, isTest: false });
  }
}

export const newMessageId = (ctx: Context): string => `msg_${ctx.randomBytes(ID_BYTES).toString('base64url')}`;

/** Stores a message and has the queue send it. The token of its link is in the job and nowhere else. */
export async function requestAlertMessage(
  ctx: Context,
  trx: DatabaseTransaction,
  companyId: number,
  { messageId, target, isTest }: { messageId: string; target: string; isTest: boolean },
): Promise<void> {
  const token = makeToken(ctx);
  const recipient = await nameTarget(trx, companyId, target);
  const message = { companyId, id: messageId, target, recipient, isTest, createdAt: ctx.now, tokenHash: hashToken(token) };
  await insertAlertMessage(trx, message);
  await ctx.enqueue(trx, 'send-alert', { companyId, messageId, token });
}

async function nameTarget(trx: DatabaseTransaction, companyId: number, text: string): Promise<string> {
  const target = parseTarget(text);
  if (target?.kind === 'member') return (await findMemberContact(trx, companyId, target.id))?.name ?? 'a former member';
  if (target?.kind === 'destination') return (await findAlertDestination(trx, companyId, target.id))?.name ?? 'a removed destination';
  return text;
}
