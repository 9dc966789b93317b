import { findUserById, type UserAccount } from '../store/user-account.ts';
import { checkPassword } from './check-password.ts';
import type { Actor, Context } from './context.ts';
import { AppError } from './errors.ts';

/** The user who acts. @throws AppError `not-signed-in` for everybody else. */
export function requireUser(ctx: Context): Extract<Actor, { kind: 'user' }> {
  if (ctx.actor.kind !== 'user') throw new AppError('not-signed-in', 'You are not signed in.', 'Sign in and try again.');
  return ctx.actor;
}

/**
 * The account of the user who acts, after they typed their present password: what changes the way into an account must
 * not be open to whoever finds a browser signed in.
 * @throws AppError `not-signed-in`, `too-many-attempts`, or `wrong-credentials` at the field `currentPassword`.
 */
export async function confirmUser(ctx: Context, currentPassword: string): Promise<UserAccount> {
  const account = await findUserById(ctx.db, requireUser(ctx).userId);
  const confirmed = account === undefined ? undefined : await checkPassword(ctx, account.email, currentPassword);
  if (confirmed === undefined) {
    throw new AppError('wrong-credentials', 'Your present password is another one.', 'Type the password you signed in with.', {
      fields: [{ field: 'currentPassword', message: 'This is not your present password.' }],
    });
  }
  return confirmed;
}
