import { findTokenEmail, hashToken, type TokenPurpose } from '../store/email-token.ts';
import type { Context } from './context.ts';

/**
 * The address that a mailed link was sent to, or undefined when it no longer works. Uses nothing up: programs that look at
 * mails open links too.
 */
export async function findMailedLink(ctx: Context, token: string, purpose: TokenPurpose): Promise<{ email: string } | undefined> {
  const email = await findTokenEmail(ctx.db, { tokenHash: hashToken(token), purpose, now: ctx.now });
  return email === undefined ? undefined : { email };
}
