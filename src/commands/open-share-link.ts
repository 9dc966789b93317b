import { findClientNetwork } from '../domain/account/client-network.ts';
import { type Instant, MINUTE_SECONDS } from '../domain/instant.ts';
import { type Period, readPeriod } from '../domain/report/period.ts';
import { findCompanyById } from '../store/company.ts';
import { hashToken } from '../store/email-token.ts';
import { findShareLinkByToken, noteShareLinkOpened } from '../store/share-link.ts';
import { takeFromLimits } from './attempt-limits.ts';
import type { Context } from './context.ts';
import { AppError } from './errors.ts';

/** What a link opens: this report and nothing else. */
export interface SharedReport {
  readonly company: { readonly id: number; readonly slug: string; readonly name: string; readonly timeZone: string };
  readonly period: Period;
  /** Empty: all channels. */
  readonly channelIds: readonly string[];
  readonly expiresAt: Instant;
}

const WINDOW_SECONDS = 15 * MINUTE_SECONDS;
/** A board behind one address opens it together; who asks more often is a program. */
const MOST_OF_NETWORK = 300;
const MOST_OF_LINK = 600;
/** When it was last opened is noted to the minute. */
const NOTED_SECONDS = MINUTE_SECONDS;

/**
 * Looks up what a link opens, for anybody who has it, and notes that it was opened.
 * @throws AppError `link-expired` alike for a link that has expired, was taken back, or never was; `too-many-attempts`.
 */
export async function openShareLink(ctx: Context, token: string): Promise<SharedReport> {
  const network = findClientNetwork(ctx.address);
  await takeFromLimits(ctx, [{ key: `share:network:${network}`, limit: MOST_OF_NETWORK, windowSeconds: WINDOW_SECONDS }]);
  const link = await findShareLinkByToken(ctx.db, hashToken(token), ctx.now);
  if (link === undefined) refuseShareLink();
  const { companyId, id, channelIds, expiresAt } = link;
  await takeFromLimits(ctx, [{ key: `share:link:${companyId}:${id}`, limit: MOST_OF_LINK, windowSeconds: WINDOW_SECONDS }]);
  const company = await findCompanyById(ctx.db, companyId);
  const answer = company && readPeriod(link.period, company.timeZone, ctx.now);
  if (company === undefined || !answer?.ok) refuseShareLink();
  await noteShareLinkOpened(ctx.db, companyId, id, { at: ctx.now, before: ctx.now - NOTED_SECONDS });
  const { slug, name, timeZone } = company;
  return { company: { id: companyId, slug, name, timeZone }, period: answer.period, channelIds, expiresAt };
}

/** The same words whatever the reason: who has no link learns nothing of the links there are. */
export function refuseShareLink(): never {
  throw new AppError(
    'link-expired',
    'This link opens no report.',
    'It has expired, was taken back, or was not copied whole. Ask whoever sent it to you for a new one.',
  );
}
