import type { DigestKind } from '../domain/digest/digest-period.ts';
import { findCompanyById } from '../store/company.ts';
import { type ClaimedDigest, claimDigest, isDigestWaiting, noteDigest } from '../store/digest.ts';
import { findDigestChoice } from '../store/digest-choice.ts';
import { findMemberContact } from '../store/member.ts';
import type { CompanyScope, Context, JobPayloads } from './context.ts';

/** Longer than writing and sending one takes, and shorter than what the queue waits for a killed process: within it nobody else sends it. */
const CLAIM_SECONDS = 55;
/** With the queue's pauses between them: about a day. */
const MOST_ATTEMPTS = 30;

/** What a digest says; its pictures are PNG. */
export type DigestMail = Pick<JobPayloads['send-mail'], 'subject' | 'text' | 'html' | 'pictures'>;

/** Which digest is to be written. */
export interface DigestOrder {
  readonly kind: DigestKind;
  /** Key of the period. */
  readonly period: string;
  /** Where one unsubscribes without signing in; undefined where it is only looked at. */
  readonly unsubscribeUrl: string | undefined;
  /** Whether it is written even where there is nothing to tell. */
  readonly isTest: boolean;
}

/** The company that a digest is about. */
export type DigestCompany = Omit<CompanyScope, 'role'>;

/** Writes a digest from the figures as they stand now; undefined when there is nothing to tell: no promise, or no message. */
export type DigestWriter = (company: DigestCompany, order: DigestOrder) => Promise<DigestMail | undefined>;

/** What sending takes. `sendMail` throws when the mail is not taken. */
export interface DigestOutlets {
  readonly write: DigestWriter;
  readonly sendMail: (mail: JobPayloads['send-mail']) => Promise<void>;
}

/**
 * Sends a digest once. Whoever left the company or no longer wants it gets none. One that a killed process had at hand is sent again with
 * the same Message-ID.
 * @param ctx of the system.
 * @throws Error when it is to be tried again.
 */
export async function sendDigest(ctx: Context, job: JobPayloads['send-digest'], outlets: DigestOutlets): Promise<void> {
  const { companyId, digestId } = job;
  const digest = await claimDigest(ctx.db, companyId, digestId, { now: ctx.now, until: ctx.now + CLAIM_SECONDS });
  if (digest === undefined) {
    if (await isDigestWaiting(ctx.db, companyId, digestId)) throw new Error('Another process has this digest.');
    return;
  }
  let isSent: boolean;
  try {
    isSent = await writeAndSend(ctx, job, digest, outlets);
  } catch (error) {
    const isOver = digest.attempts >= MOST_ATTEMPTS;
    await noteDigest(ctx.db, companyId, digestId, { state: isOver ? 'failed' : 'waiting' });
    if (isOver) return;
    throw error;
  }
  await noteDigest(ctx.db, companyId, digestId, isSent ? { state: 'sent', sentAt: ctx.now } : { state: 'left-out' });
}

async function writeAndSend(
  ctx: Context,
  { companyId, digestId, token }: JobPayloads['send-digest'],
  digest: ClaimedDigest,
  { write, sendMail }: DigestOutlets,
): Promise<boolean> {
  const company = await findCompanyById(ctx.db, companyId);
  if (company === undefined || !(await isWanted(ctx, companyId, digest))) return false;
  const link = new URLSearchParams({ company: company.slug, digest: digestId, token });
  const unsubscribeUrl = `${ctx.baseUrl}/unsubscribe?${link}`;
  const written = await write(company, { ...digest, unsubscribeUrl });
  // Writing takes a while. Only who still wants it then is sent it.
  const member = await findMemberContact(ctx.db, companyId, digest.userId);
  if (written === undefined || member === undefined || !(await isWanted(ctx, companyId, digest))) return false;
  await sendMail({ to: member.email, ...written, id: digestId, headers: listHeaders(company, unsubscribeUrl) });
  return true;
}

async function isWanted(ctx: Context, companyId: number, digest: ClaimedDigest): Promise<boolean> {
  if (digest.isTest) return true;
  return (await findDigestChoice(ctx.db, companyId, digest.userId))[digest.kind] !== null;
}

/** By which programs for mail offer to unsubscribe with one click (RFC 8058), sort it (RFC 2919), and do not answer it (RFC 3834). */
function listHeaders({ slug }: DigestCompany, unsubscribeUrl: string): Record<string, string> {
  return {
    'List-Unsubscribe': `<${unsubscribeUrl}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    'List-Id': `<${slug}.digest.kept>`,
    'Auto-Submitted': 'auto-generated',
  };
}
