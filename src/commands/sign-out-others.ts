import { deleteSessionsOfUser } from '../store/user-session.ts';
import type { Context } from './context.ts';
import { requireUser } from './signed-in-user.ts';

/** Signs the user who acts out of every browser but this one. @throws AppError `not-signed-in`. */
export async function signOutOthers(ctx: Context): Promise<{ signedOutBrowsers: number }> {
  const { userId, sessionHash } = requireUser(ctx);
  return { signedOutBrowsers: await deleteSessionsOfUser(ctx.db, userId, sessionHash) };
}
