import { z } from 'zod';
import { tokenForm, typedPasswordForm } from '../domain/account/account-fields.ts';
import { deleteTokensOfUser, findTokenEmail, hashToken } from '../store/email-token.ts';
import { clearLimit } from '../store/rate-limit.ts';
import { findUserById, updatePasswordHash } from '../store/user-account.ts';
import { deleteSessionsOfUser } from '../store/user-session.ts';
import { passwordChangedMail } from './account-mails.ts';
import { linkLimit, passwordLimits, takeFromLimits } from './attempt-limits.ts';
import type { Context } from './context.ts';
import { refuseLink, takeMailedLink } from './mailed-link.ts';
import { requireGoodPassword } from './new-password.ts';
import { parseInput } from './parse-input.ts';
import { hashPassword } from './password-hash.ts';

const resetPasswordForm = z.object({ token: tokenForm, password: typedPasswordForm });

/**
 * Sets a new password by a mailed link, signs the account out everywhere and takes back its other links. The owner is let
 * in again even if somebody else used up the account's attempts to sign in.
 * @throws AppError `invalid-input`, `too-many-attempts`, `link-expired`.
 */
export async function resetPassword(ctx: Context, rawInput: z.input<typeof resetPasswordForm>): Promise<{ userId: string }> {
  const { token, password } = parseInput(resetPasswordForm, rawInput);
  await takeFromLimits(ctx, [linkLimit(ctx)]);
  const email = await findTokenEmail(ctx.db, { tokenHash: hashToken(token), purpose: 'reset-password', now: ctx.now });
  if (email === undefined) refuseLink();
  requireGoodPassword(password, { email, name: '' });
  const passwordHash = await hashPassword(password, ctx.randomBytes);
  const userId = await ctx.db.transaction().execute(async (trx) => {
    const taken = await takeMailedLink(ctx, trx, token, 'reset-password');
    const user = await findUserById(trx, taken.userId ?? '');
    // A link that was mailed to an address the account has left proves nothing any more.
    if (user === undefined || user.email !== taken.email) refuseLink();
    await updatePasswordHash(trx, user.id, passwordHash);
    await deleteSessionsOfUser(trx, user.id);
    await deleteTokensOfUser(trx, user.id, ['reset-password', 'change-email']);
    await ctx.enqueue(trx, 'send-mail', { to: user.email, ...passwordChangedMail(`${ctx.baseUrl}/forgot-password`) });
    return user.id;
  });
  const limits = passwordLimits(ctx, email);
  for (const limit of [limits.account, limits.accountHere]) await clearLimit(ctx.db, limit);
  return { userId };
}
