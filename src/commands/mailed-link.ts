import { DAY_SECONDS, HOUR_SECONDS } from '../domain/instant.ts';
import type { DatabaseTransaction } from '../store/database.ts';
import { hashToken, insertEmailToken, type TokenPurpose, takeEmailToken } from '../store/email-token.ts';
import type { Context } from './context.ts';
import { AppError } from './errors.ts';

/** Links that prove who reads an address. They carry 256 random bits, work once, and are stored only as a hash. */

const LIFETIME_SECONDS: Record<TokenPurpose, number> = {
  'sign-up': DAY_SECONDS,
  'reset-password': HOUR_SECONDS,
  'change-email': DAY_SECONDS,
};

const PATH: Record<TokenPurpose, string> = {
  'sign-up': '/sign-up',
  'reset-password': '/reset-password',
  'change-email': '/confirm-email',
};

const TOKEN_BYTES = 32;

export const makeToken = (ctx: Context): string => ctx.randomBytes(TOKEN_BYTES).toString('base64url');

/** Stores a new token and returns the link to mail. @param query more to carry in the link. */
export async function makeMailedLink(
  ctx: Context,
  trx: DatabaseTransaction,
  link: { purpose: TokenPurpose; email: string; userId: string | null; query?: Record<string, string> },
): Promise<string> {
  const token = makeToken(ctx);
  await insertEmailToken(trx, {
    tokenHash: hashToken(token),
    userId: link.userId,
    purpose: link.purpose,
    email: link.email,
    createdAt: ctx.now,
    expiresAt: ctx.now + LIFETIME_SECONDS[link.purpose],
  });
  return `${ctx.baseUrl}${PATH[link.purpose]}?${new URLSearchParams({ token, ...link.query })}`;
}

/** Uses the token up. @throws AppError `link-expired` when it was used, has expired, or never was. */
export async function takeMailedLink(
  ctx: Context,
  trx: DatabaseTransaction,
  token: string,
  purpose: TokenPurpose,
): Promise<{ email: string; userId: string | null }> {
  return (await takeEmailToken(trx, { tokenHash: hashToken(token), purpose, now: ctx.now })) ?? refuseLink();
}

export function refuseLink(): never {
  throw new AppError('link-expired', 'This link no longer works.', 'Each link works once and for a limited time. Ask for a new one.');
}
