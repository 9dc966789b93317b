import { z } from 'zod';
import { emailForm } from '../domain/account/account-fields.ts';
import { findUserByEmail } from '../store/user-account.ts';
import { alreadyAccountMail, signUpMail } from './account-mails.ts';
import { mailLimits, takeFromLimits } from './attempt-limits.ts';
import type { Context } from './context.ts';
import { makeMailedLink } from './mailed-link.ts';
import { parseInput } from './parse-input.ts';

const requestSignUpForm = z.object({
  email: emailForm,
  /** A path of ours to open after signing up. */
  next: z.string().max(500).startsWith('/').optional().catch(undefined),
});

/**
 * Mails a link that opens an account. An address that has one gets a mail that says so instead; who asks sees no
 * difference, neither in the answer nor in the work done: one look, one token, one mail.
 * @throws AppError `invalid-input`, `too-many-attempts`.
 */
export async function requestSignUp(ctx: Context, rawInput: z.input<typeof requestSignUpForm>): Promise<{ email: string }> {
  const { email, next } = parseInput(requestSignUpForm, rawInput);
  await takeFromLimits(ctx, mailLimits(ctx, email));
  const query: Record<string, string> = next === undefined ? {} : { next };
  await ctx.db.transaction().execute(async (trx) => {
    const user = await findUserByEmail(trx, email);
    const purpose = user === undefined ? 'sign-up' : 'reset-password';
    const link = await makeMailedLink(ctx, trx, { purpose, email, userId: user?.id ?? null, query });
    const signInLink = `${ctx.baseUrl}/sign-in${next === undefined ? '' : `?${new URLSearchParams(query)}`}`;
    const mail = user === undefined ? signUpMail(link) : alreadyAccountMail(signInLink, link);
    await ctx.enqueue(trx, 'send-mail', { to: email, ...mail });
  });
  return { email };
}
