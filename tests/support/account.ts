import assert from 'node:assert/strict';
import { requestSignUp } from '../../src/commands/request-sign-up.ts';
import { signUp } from '../../src/commands/sign-up.ts';
import { countedBytes, type TestContext } from './context.ts';

/** A password that the policy accepts. */
export const GOOD_PASSWORD = 'lantern orchard 1881 teapot';

/** A mail address that no other test has. */
export const newEmail = (): string => `person-${countedBytes(6).toString('hex')}@example.net`;

/** The mails that `ctx` was asked to send, the newest last. */
export function mailsOf(ctx: TestContext): { to: string; subject: string; text: string }[] {
  return ctx.jobs.flatMap((job) => (job.name === 'send-mail' ? [job.payload] : []));
}

/** The newest mail to `email`. */
export function lastMailTo(ctx: TestContext, email: string): { subject: string; text: string } {
  const mail = mailsOf(ctx).findLast(({ to }) => to === email);
  assert.ok(mail, `no mail to ${email}`);
  return mail;
}

/** The token in the newest mail to `email`. */
export function tokenMailedTo(ctx: TestContext, email: string): string {
  const token = /[?&]token=([A-Za-z0-9_-]{43})/.exec(lastMailTo(ctx, email).text)?.[1];
  assert.ok(token, 'no link with a token in the mail');
  return token;
}

/** Opens an account the way people do: by the link in a mail. */
export async function openAccount(
  ctx: TestContext,
  given: { email?: string; password?: string } = {},
): Promise<{ userId: string; email: string }> {
  const email = given.email ?? newEmail();
  await requestSignUp(ctx, { email });
  const { userId } = await signUp(ctx, {
    token: tokenMailedTo(ctx, email),
    name: 'Test person',
    password: given.password ?? GOOD_PASSWORD,
  });
  return { userId, email };
}
