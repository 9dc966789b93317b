import { z } from 'zod';
import { emailForm, typedPasswordForm } from '../domain/account/account-fields.ts';
import { findUserByEmail } from '../store/user-account.ts';
import { addressTakenMail, changeAskedMail, confirmEmailMail } from './account-mails.ts';
import { mailLimits, takeFromLimits } from './attempt-limits.ts';
import type { Context } from './context.ts';
import { AppError } from './errors.ts';
import { makeMailedLink } from './mailed-link.ts';
import { parseInput } from './parse-input.ts';
import { confirmUser, requireUser } from './signed-in-user.ts';

const requestEmailChangeForm = z.object({ currentPassword: typedPasswordForm, email: emailForm });

/**
 * Mails a link to a new address that moves the account there, and tells the present address. Whether the new address has
 * an account of its own is told only there, in a mail.
 * @throws AppError `not-signed-in`, `invalid-input`, `wrong-credentials`, `too-many-attempts`.
 */
export async function requestEmailChange(ctx: Context, rawInput: z.input<typeof requestEmailChangeForm>): Promise<{ email: string }> {
  requireUser(ctx);
  const { email, currentPassword } = parseInput(requestEmailChangeForm, rawInput);
  const user = await confirmUser(ctx, currentPassword);
  if (user.email === email) {
    throw new AppError('invalid-input', 'This is your address already.', 'Type the new one.', {
      fields: [{ field: 'email', message: 'This is your address already.' }],
    });
  }
  await takeFromLimits(ctx, mailLimits(ctx, email));
  await ctx.db.transaction().execute(async (trx) => {
    const other = await findUserByEmail(trx, email);
    const link = await makeMailedLink(ctx, trx, { purpose: 'change-email', email, userId: user.id });
    const mail = other === undefined ? confirmEmailMail(link) : addressTakenMail(`${ctx.baseUrl}/sign-in`);
    await ctx.enqueue(trx, 'send-mail', { to: email, ...mail });
    await ctx.enqueue(trx, 'send-mail', { to: user.email, ...changeAskedMail(email, `${ctx.baseUrl}/forgot-password`) });
  });
  return { email };
}
