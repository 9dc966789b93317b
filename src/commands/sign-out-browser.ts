import { z } from 'zod';
import { deleteSessionOfUser } from '../store/user-session.ts';
import type { Context } from './context.ts';
import { AppError } from './errors.ts';
import { parseInput } from './parse-input.ts';
import { requireUser } from './signed-in-user.ts';

const signOutBrowserForm = z.object({
  /** The hash a session is known by. */
  session: z.string().regex(/^[0-9a-f]{64}$/, 'Choose a browser from the list.'),
});

/**
 * Signs the user who acts out of one of their browsers.
 * @throws AppError `not-signed-in`, `invalid-input`, or `not-found` when it is signed out already or another user’s.
 */
export async function signOutBrowser(ctx: Context, rawInput: z.input<typeof signOutBrowserForm>): Promise<{ isThisBrowser: boolean }> {
  const { userId, sessionHash } = requireUser(ctx);
  const { session } = parseInput(signOutBrowserForm, rawInput);
  if (!(await deleteSessionOfUser(ctx.db, userId, session))) {
    throw new AppError('not-found', 'This browser is signed out already.', 'Look at the list again.');
  }
  return { isThisBrowser: session === sessionHash };
}
