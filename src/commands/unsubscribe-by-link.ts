import { findClientNetwork } from '../domain/account/client-network.ts';
import { HOUR_SECONDS } from '../domain/instant.ts';
import { insertAuditEntry } from '../store/audit-entry.ts';
import { findCompanyBySlug } from '../store/company.ts';
import { findDigestByToken } from '../store/digest.ts';
import { findDigestChoice, saveDigestChoice } from '../store/digest-choice.ts';
import { hashToken } from '../store/email-token.ts';
import { takeFromLimits } from './attempt-limits.ts';
import type { Context } from './context.ts';
import { refuseLink } from './mailed-link.ts';

/** Providers of mail unsubscribe for many people from one network; a link carries 256 random bits, so that guessing is hopeless anyway. */
const MOST_AN_HOUR = 2_000;

/** What stands in the link of a digest. */
export interface UnsubscribeLink {
  readonly company: string;
  readonly digest: string;
  readonly token: string;
}

/** What a link is about: for who opens it, before anything is done. */
export interface LinkedDigests {
  readonly companyName: string;
  readonly companySlug: string;
  /** Whether there is anything left to unsubscribe from. */
  readonly isSubscribed: boolean;
}

/** Looks a link up; undefined when it is not, or no longer, one of ours. Changes nothing. @throws AppError `too-many-attempts` */
export async function findLinkedDigests(ctx: Context, link: UnsubscribeLink): Promise<LinkedDigests | undefined> {
  const found = await findLink(ctx, link);
  if (found === undefined) return undefined;
  const { weekly, monthly } = await findDigestChoice(ctx.db, found.company.id, found.userId);
  return { companyName: found.company.name, companySlug: found.company.slug, isSubscribed: weekly !== null || monthly !== null };
}

/**
 * Ends all digests of a company for the member whom the mail with the link was sent to, without an account. Doing it again changes nothing.
 * @throws AppError `link-expired`, `too-many-attempts`
 */
export async function unsubscribeByLink(ctx: Context, link: UnsubscribeLink): Promise<void> {
  const { company, userId } = (await findLink(ctx, link)) ?? refuseLink();
  await ctx.db.transaction().execute(async (trx) => {
    const before = await findDigestChoice(trx, company.id, userId);
    if (before.weekly === null && before.monthly === null) return;
    await saveDigestChoice(trx, company.id, userId, { weekly: null, monthly: null });
    const entry = { companyId: company.id, at: ctx.now, actor: ctx.actor, action: 'unsubscribe-by-link', detail: { userId } };
    await insertAuditEntry(trx, entry);
  });
}

async function findLink(ctx: Context, { company: slug, digest: id, token }: UnsubscribeLink) {
  const network = findClientNetwork(ctx.address);
  await takeFromLimits(ctx, [{ key: `unsubscribe:network:${network}`, limit: MOST_AN_HOUR, windowSeconds: HOUR_SECONDS }]);
  const company = await findCompanyBySlug(ctx.db, slug);
  if (company === undefined) return undefined;
  const digest = await findDigestByToken(ctx.db, company.id, id, hashToken(token));
  return digest === undefined ? undefined : { company, userId: digest.userId };
}
