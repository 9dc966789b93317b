import { findClientNetwork } from '../domain/account/client-network.ts';
import { HOUR_SECONDS, MINUTE_SECONDS } from '../domain/instant.ts';
import { type RateLimit, takeFromLimit } from '../store/rate-limit.ts';
import type { Context } from './context.ts';
import { AppError } from './errors.ts';

/** How often something may be tried, counted by account and by the network that the client asks from. */

const QUARTER_HOUR = 15 * MINUTE_SECONDS;

export interface PasswordLimits {
  /** One account from one network: tight. Who guesses from elsewhere cannot use up what its owner has. */
  readonly accountHere: RateLimit;
  /** One network, any account: guesses of one password on many accounts. */
  readonly network: RateLimit;
  /** One account from anywhere: guesses from many networks. Networks where its owner is signed in are let through. */
  readonly account: RateLimit;
}

/** Limits of wrong passwords. Right ones are given back. */
export function passwordLimits(ctx: Context, email: string): PasswordLimits {
  const network = findClientNetwork(ctx.address);
  return {
    accountHere: { key: `password:account-here:${email}:${network}`, limit: 10, windowSeconds: QUARTER_HOUR },
    network: { key: `password:network:${network}`, limit: 100, windowSeconds: QUARTER_HOUR },
    account: { key: `password:account:${email}`, limit: 100, windowSeconds: HOUR_SECONDS },
  };
}

/** Limits of mails that anybody can have sent to an address. Each of them carries a link that works, so using them up locks nobody out. */
export function mailLimits(ctx: Context, email: string): RateLimit[] {
  const network = findClientNetwork(ctx.address);
  return [
    { key: `mail:address-here:${email}:${network}`, limit: 5, windowSeconds: HOUR_SECONDS },
    { key: `mail:network:${network}`, limit: 60, windowSeconds: HOUR_SECONDS },
    { key: `mail:address:${email}`, limit: 20, windowSeconds: HOUR_SECONDS },
  ];
}

/** Limit of mailed links tried from one network: each try may hash a password. */
export function linkLimit(ctx: Context): RateLimit {
  return { key: `link:network:${findClientNetwork(ctx.address)}`, limit: 100, windowSeconds: QUARTER_HOUR };
}

/**
 * Counts one use of each limit, outside of any transaction, so that it stays counted when the command fails.
 * @throws AppError `too-many-attempts` with the seconds to wait when one of them is passed.
 */
export async function takeFromLimits(ctx: Context, limits: readonly RateLimit[]): Promise<void> {
  let waitSeconds = 0;
  for (const limit of limits) waitSeconds = Math.max(waitSeconds, await takeFromLimit(ctx.db, limit, ctx.now));
  if (waitSeconds > 0) refuseForNow(waitSeconds);
}

export function refuseForNow(waitSeconds: number): never {
  const minutes = Math.ceil(waitSeconds / MINUTE_SECONDS);
  throw new AppError(
    'too-many-attempts',
    'There were too many attempts in a short time.',
    `Wait ${minutes === 1 ? 'a minute' : `${minutes} minutes`} and try again.`,
    { retryAfterSeconds: waitSeconds },
  );
}
