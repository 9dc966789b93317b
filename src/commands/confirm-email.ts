import { z } from 'zod';
import { tokenForm } from '../domain/account/account-fields.ts';
import { deleteTokensOfUser } from '../store/email-token.ts';
import { findUserById, updateUserEmail } from '../store/user-account.ts';
import { emailChangedMail } from './account-mails.ts';
import { linkLimit, takeFromLimits } from './attempt-limits.ts';
import type { Context } from './context.ts';
import { AppError } from './errors.ts';
import { refuseLink, takeMailedLink } from './mailed-link.ts';
import { parseInput } from './parse-input.ts';

const confirmEmailForm = z.object({ token: tokenForm });

/**
 * Moves an account to the address that a mailed link proves, tells the old address, and takes back links that went there.
 * @throws AppError `invalid-input`, `too-many-attempts`, `link-expired`, or `already-exists` when another account has the address.
 */
export async function confirmEmail(ctx: Context, rawInput: z.input<typeof confirmEmailForm>): Promise<{ email: string }> {
  const { token } = parseInput(confirmEmailForm, rawInput);
  await takeFromLimits(ctx, [linkLimit(ctx)]);
  return ctx.db.transaction().execute(async (trx) => {
    const { email, userId } = await takeMailedLink(ctx, trx, token, 'change-email');
    const user = await findUserById(trx, userId ?? '');
    if (user === undefined) refuseLink();
    if (!(await updateUserEmail(trx, user.id, email, ctx.now))) {
      throw new AppError('already-exists', 'Another account has this address.', 'Sign in to that one, or choose another address.');
    }
    await deleteTokensOfUser(trx, user.id, ['reset-password', 'change-email']);
    await ctx.enqueue(trx, 'send-mail', { to: user.email, ...emailChangedMail(email, ctx.baseUrl) });
    return { email };
  });
}
