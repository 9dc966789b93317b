import { parseTarget } from '../domain/alert/alert-rule.ts';
import { describeAlert, summariseAlerts } from '../domain/alert/describe-alert.ts';
import { type Courier, DeliveryFailure, MOST_SENTENCES, type OutgoingAlert, type Recipient } from '../domain/alert/destination.ts';
import { formatCount } from '../domain/count-text.ts';
import { findAlertDestination } from '../store/alert-destination.ts';
import {
  type ClaimedAlertMessage,
  claimAlertMessage,
  isAlertMessageWaiting,
  listAlertsOfMessage,
  noteAttempt,
} from '../store/alert-message.ts';
import { findCompanyById } from '../store/company.ts';
import { findMemberContact } from '../store/member.ts';
import type { Context, JobPayloads } from './context.ts';
import { openSettings } from './destination-secrets.ts';

/** Longer than any delivery takes, and shorter than what the queue waits for a killed process: within it nobody else sends the message. */
const CLAIM_SECONDS = 40;
/** With the queue's pauses between them: about an hour. */
const MOST_ATTEMPTS = 10;

/**
 * Sends a message once. One that was sent is not sent again; one that a killed process had at hand is sent again with the same id, by
 * which receivers can tell.
 * @param ctx of the system.
 * @throws Error without secrets when it is to be tried again.
 */
export async function sendAlert(ctx: Context, { companyId, messageId, token }: JobPayloads['send-alert'], courier: Courier): Promise<void> {
  const claim = { now: ctx.now, until: ctx.now + CLAIM_SECONDS };
  const message = await claimAlertMessage(ctx.db, companyId, messageId, claim);
  if (message === undefined) {
    if (await isAlertMessageWaiting(ctx.db, companyId, messageId)) throw new Error('Another process has this message.');
    return;
  }
  try {
    const recipient = await findRecipient(ctx, companyId, message.target);
    await courier.deliver(recipient, await compose(ctx, companyId, { ...message, id: messageId, token }));
  } catch (error) {
    const isKnown = error instanceof DeliveryFailure;
    const failure = isKnown ? error.message : 'Something unexpected happened here.';
    const isOver = (isKnown && error.isFinal) || message.attempts >= MOST_ATTEMPTS;
    await noteAttempt(ctx.db, companyId, messageId, { state: isOver ? 'failed' : 'waiting', failure });
    if (isOver) return;
    throw error;
  }
  await noteAttempt(ctx.db, companyId, messageId, { state: 'sent', sentAt: ctx.now });
}

async function findRecipient(ctx: Context, companyId: number, text: string): Promise<Recipient> {
  const target = parseTarget(text);
  if (target?.kind === 'member') {
    const member = await findMemberContact(ctx.db, companyId, target.id);
    if (member === undefined) throw new DeliveryFailure('This person is no longer a member.', true);
    return { kind: 'mail', email: member.email };
  }
  const destination = target === undefined ? undefined : await findAlertDestination(ctx.db, companyId, target.id);
  if (destination === undefined) throw new DeliveryFailure('The destination was removed.', true);
  const settings = openSettings(ctx.secrets, companyId, destination);
  if (settings === undefined) throw new DeliveryFailure('The secret of the destination cannot be read: enter it again.', true);
  return settings;
}

async function compose(
  ctx: Context,
  companyId: number,
  message: ClaimedAlertMessage & { id: string; token: string },
): Promise<OutgoingAlert> {
  const company = await findCompanyById(ctx.db, companyId);
  if (company === undefined) throw new DeliveryFailure('The company is gone.', true);
  const { facts, count } = await listAlertsOfMessage(ctx.db, companyId, message.id, MOST_SENTENCES);
  const sentences = message.isTest
    ? ['This is a test: alerts of Kept arrive here.']
    : facts.map((fact) => describeAlert(fact, ctx.now, company.timeZone));
  const pageUrl = `${ctx.baseUrl}/app/${company.slug}/alerts`;
  const link = new URLSearchParams({ company: company.slug, message: message.id, token: message.token });
  return {
    id: message.id,
    at: message.createdAt,
    company: { name: company.name, slug: company.slug },
    isTest: message.isTest,
    summary: count > sentences.length ? `${formatCount(count)} alerts` : summariseAlerts(sentences),
    sentences,
    count: message.isTest ? 1 : count,
    acknowledgeUrl: `${ctx.baseUrl}/acknowledge?${link}`,
    pageUrl,
  };
}
