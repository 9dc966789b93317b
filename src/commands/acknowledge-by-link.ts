import { describeAlert } from '../domain/alert/describe-alert.ts';
import { MOST_SENTENCES } from '../domain/alert/destination.ts';
import { acknowledge } from '../store/alert.ts';
import { findMessageByToken, listAlertsOfMessage } from '../store/alert-message.ts';
import { insertAuditEntry } from '../store/audit-entry.ts';
import { findCompanyBySlug } from '../store/company.ts';
import { hashToken } from '../store/email-token.ts';
import { linkLimit, takeFromLimits } from './attempt-limits.ts';
import type { Context } from './context.ts';
import { refuseLink } from './mailed-link.ts';

/** What stands in the link of a message. */
export interface AcknowledgeLink {
  readonly company: string;
  readonly message: string;
  readonly token: string;
}

/** What a link is about: for who opens it, before anything is done. */
export interface LinkedAlerts {
  readonly companyName: string;
  readonly sentences: readonly string[];
  readonly count: number;
}

/** Looks a link up; undefined when it is not, or no longer, one of ours. @throws AppError `too-many-attempts` */
export async function findLinkedAlerts(ctx: Context, link: AcknowledgeLink): Promise<LinkedAlerts | undefined> {
  const found = await findLink(ctx, link);
  if (found === undefined) return undefined;
  const { facts, count } = await listAlertsOfMessage(ctx.db, found.company.id, found.messageId, MOST_SENTENCES);
  const sentences = facts.map((fact) => describeAlert(fact, ctx.now, found.company.timeZone));
  return { companyName: found.company.name, sentences, count };
}

/**
 * Acknowledges all alerts of a message, for who has its link, without an account.
 * @throws AppError `link-expired`, `too-many-attempts`
 */
export async function acknowledgeByLink(ctx: Context, link: AcknowledgeLink): Promise<{ acknowledged: number }> {
  const found = (await findLink(ctx, link)) ?? refuseLink();
  return ctx.db.transaction().execute(async (trx) => {
    const userId = ctx.actor.kind === 'user' ? ctx.actor.userId : null;
    const alertIds = await acknowledge(trx, found.company.id, { messageId: found.messageId }, { at: ctx.now, userId });
    const detail = { alertIds, messageId: found.messageId };
    await insertAuditEntry(trx, { companyId: found.company.id, at: ctx.now, actor: ctx.actor, action: 'acknowledge-by-link', detail });
    return { acknowledged: alertIds.length };
  });
}

async function findLink(ctx: Context, { company: slug, message: messageId, token }: AcknowledgeLink) {
  await takeFromLimits(ctx, [linkLimit(ctx)]);
  const company = await findCompanyBySlug(ctx.db, slug);
  if (company === undefined) return undefined;
  const message = await findMessageByToken(ctx.db, company.id, messageId, hashToken(token));
  return message === undefined ? undefined : { company, messageId };
}
