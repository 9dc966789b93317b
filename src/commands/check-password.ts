import { findClientNetwork } from '../domain/account/client-network.ts';
import { giveBackToLimit, takeFromLimit } from '../store/rate-limit.ts';
import { findUserByEmail, replacePasswordHash, type UserAccount } from '../store/user-account.ts';
import { listSessionsOfUser } from '../store/user-session.ts';
import { passwordLimits, refuseForNow, takeFromLimits } from './attempt-limits.ts';
import type { Context } from './context.ts';
import { hashPassword, IMPOSSIBLE_HASH, needsRehash, verifyPassword } from './password-hash.ts';

/**
 * The account that `email` and `password` belong to, or undefined. Does the same work whether or not there is an account,
 * and counts wrong passwords: each try is counted before it is checked and given back when it was right, so that tries at
 * once cannot slip through and a success forgives nobody else's failures.
 * @throws AppError `too-many-attempts`.
 */
export async function checkPassword(ctx: Context, email: string, password: string): Promise<UserAccount | undefined> {
  const limits = passwordLimits(ctx, email);
  await takeFromLimits(ctx, [limits.accountHere, limits.network]);
  const waitSeconds = await takeFromLimit(ctx.db, limits.account, ctx.now);
  const user = await findUserByEmail(ctx.db, email);
  if (waitSeconds > 0 && !(await isKnownNetwork(ctx, user))) refuseForNow(waitSeconds);
  const isRight = await verifyPassword(password, user?.passwordHash ?? IMPOSSIBLE_HASH);
  if (user === undefined || !isRight) return undefined;
  for (const limit of Object.values(limits)) await giveBackToLimit(ctx.db, limit);
  if (needsRehash(user.passwordHash)) await strengthenHash(ctx, user, password);
  return user;
}

/** Whether the account's owner is signed in on the network that asks. */
async function isKnownNetwork(ctx: Context, user: UserAccount | undefined): Promise<boolean> {
  const network = findClientNetwork(ctx.address);
  const sessions = await listSessionsOfUser(ctx.db, user?.id ?? '', ctx.now);
  return sessions.some((session) => findClientNetwork(session.address) === network);
}

async function strengthenHash(ctx: Context, user: UserAccount, password: string): Promise<void> {
  const after = await hashPassword(password, ctx.randomBytes);
  await replacePasswordHash(ctx.db, user.id, { before: user.passwordHash, after });
}
