import { z } from 'zod';
import { personNameForm, tokenForm, typedPasswordForm } from '../domain/account/account-fields.ts';
import { findTokenEmail, hashToken } from '../store/email-token.ts';
import { insertUser } from '../store/user-account.ts';
import { linkLimit, takeFromLimits } from './attempt-limits.ts';
import type { Context } from './context.ts';
import { AppError } from './errors.ts';
import { refuseLink, takeMailedLink } from './mailed-link.ts';
import { requireGoodPassword } from './new-password.ts';
import { parseInput } from './parse-input.ts';
import { hashPassword } from './password-hash.ts';

const signUpForm = z.object({ token: tokenForm, name: personNameForm, password: typedPasswordForm });

const USER_ID_BYTES = 12;

/**
 * Opens the account that a mailed link is for. Its address is the one that the link was mailed to, so it is proved, and
 * nobody can prepare an account for the address of somebody else.
 * @throws AppError `invalid-input`, `too-many-attempts`, `link-expired`, or `already-exists` when there is an account by now.
 */
export async function signUp(ctx: Context, rawInput: z.input<typeof signUpForm>): Promise<{ userId: string }> {
  const { token, name, password } = parseInput(signUpForm, rawInput);
  await takeFromLimits(ctx, [linkLimit(ctx)]);
  const email = await findTokenEmail(ctx.db, { tokenHash: hashToken(token), purpose: 'sign-up', now: ctx.now });
  if (email === undefined) refuseLink();
  requireGoodPassword(password, { email, name });
  const passwordHash = await hashPassword(password, ctx.randomBytes);
  const userId = ctx.randomBytes(USER_ID_BYTES).toString('base64url');
  await ctx.db.transaction().execute(async (trx) => {
    await takeMailedLink(ctx, trx, token, 'sign-up');
    if (await insertUser(trx, { id: userId, email, name, passwordHash, createdAt: ctx.now })) return;
    throw new AppError('already-exists', 'This address has an account by now.', 'Sign in with it.');
  });
  return { userId };
}
