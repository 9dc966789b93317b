import { z } from 'zod';
import { emailForm } from '../domain/account/account-fields.ts';
import { findUserByEmail } from '../store/user-account.ts';
import { noAccountMail, resetPasswordMail } from './account-mails.ts';
import { mailLimits, takeFromLimits } from './attempt-limits.ts';
import type { Context } from './context.ts';
import { makeMailedLink } from './mailed-link.ts';
import { parseInput } from './parse-input.ts';

const requestPasswordResetForm = z.object({ email: emailForm });

/**
 * Mails a link that sets a new password. An address without an account gets a mail that says so instead; who asks sees
 * no difference, neither in the answer nor in the work done.
 * @throws AppError `invalid-input`, `too-many-attempts`.
 */
export async function requestPasswordReset(ctx: Context, rawInput: z.input<typeof requestPasswordResetForm>): Promise<{ email: string }> {
  const { email } = parseInput(requestPasswordResetForm, rawInput);
  await takeFromLimits(ctx, mailLimits(ctx, email));
  await ctx.db.transaction().execute(async (trx) => {
    const user = await findUserByEmail(trx, email);
    const purpose = user === undefined ? 'sign-up' : 'reset-password';
    const link = await makeMailedLink(ctx, trx, { purpose, email, userId: user?.id ?? null });
    await ctx.enqueue(trx, 'send-mail', { to: email, ...(user === undefined ? noAccountMail(link) : resetPasswordMail(link)) });
  });
  return { email };
}
