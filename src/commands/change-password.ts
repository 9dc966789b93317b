import { z } from 'zod';
import { typedPasswordForm } from '../domain/account/account-fields.ts';
import { deleteTokensOfUser } from '../store/email-token.ts';
import { updatePasswordHash } from '../store/user-account.ts';
import { deleteSessionsOfUser } from '../store/user-session.ts';
import { passwordChangedMail } from './account-mails.ts';
import type { Context } from './context.ts';
import { requireGoodPassword } from './new-password.ts';
import { parseInput } from './parse-input.ts';
import { hashPassword } from './password-hash.ts';
import { confirmUser, requireUser } from './signed-in-user.ts';

const changePasswordForm = z.object({ currentPassword: typedPasswordForm, password: typedPasswordForm });

/**
 * Changes the password of the user who acts, signs out their other browsers and takes back mailed links.
 * @throws AppError `not-signed-in`, `invalid-input`, `wrong-credentials`, `too-many-attempts`.
 */
export async function changePassword(ctx: Context, rawInput: z.input<typeof changePasswordForm>): Promise<{ signedOutBrowsers: number }> {
  const { sessionHash } = requireUser(ctx);
  const input = parseInput(changePasswordForm, rawInput);
  const user = await confirmUser(ctx, input.currentPassword);
  requireGoodPassword(input.password, user);
  const passwordHash = await hashPassword(input.password, ctx.randomBytes);
  return ctx.db.transaction().execute(async (trx) => {
    await updatePasswordHash(trx, user.id, passwordHash);
    const signedOutBrowsers = await deleteSessionsOfUser(trx, user.id, sessionHash);
    await deleteTokensOfUser(trx, user.id, ['reset-password', 'change-email']);
    await ctx.enqueue(trx, 'send-mail', { to: user.email, ...passwordChangedMail(`${ctx.baseUrl}/forgot-password`) });
    return { signedOutBrowsers };
  });
}
