import { randomBytes } from 'node:crypto';
import type { Context, Enqueue } from '../../../src/commands/context.ts';
import { requestSignUp } from '../../../src/commands/request-sign-up.ts';
import { signUp } from '../../../src/commands/sign-up.ts';

export const DEMO_EMAIL = 'demo@kept.example';
const PASSWORD_BYTES = 12;

/** Opens the account that owns the demonstration, as people do by a mailed link; the mail is read here instead of sent. */
export async function openDemoAccount(ctx: Context): Promise<{ userId: string; password: string }> {
  let text = '';
  const enqueue: Enqueue = async (_db, _name, payload) => {
    if ('text' in payload) text = payload.text;
  };
  await requestSignUp({ ...ctx, enqueue }, { email: DEMO_EMAIL });
  const token = /[?&]token=([\w-]+)/.exec(text)?.[1] ?? '';
  const password = randomBytes(PASSWORD_BYTES).toString('base64url');
  const { userId } = await signUp(ctx, { token, name: 'Demo', password });
  return { userId, password };
}
