import type { Context } from '../commands/context.ts';
import { requestDueDigests } from '../commands/request-digests.ts';
import { DIGEST_KINDS, findDigestPeriod } from '../domain/digest/digest-period.ts';
import { listDigestZones } from '../store/digest-choice.ts';
import { logFailure } from './log-failure.ts';
import { repeat } from './repeat.ts';

const PAUSE_MILLISECONDS = 60_000;

/** Asks for every digest that is due and was not asked for yet. @param ctx of the system. */
export async function requestAllDigests(ctx: Context): Promise<void> {
  for (const timeZone of await listDigestZones(ctx.db)) {
    for (const kind of DIGEST_KINDS) {
      const { key, dueAt } = findDigestPeriod(kind, timeZone, ctx.now);
      await requestDueDigests(ctx, { timeZone, kind, period: key, dueAt });
    }
  }
}

/** Looks every minute for digests that are due; any number of instances may. Returns the function that stops it. */
export function keepDigests(makeContext: () => Context): () => Promise<void> {
  return repeat(
    PAUSE_MILLISECONDS,
    () => requestAllDigests(makeContext()),
    (error) => logFailure('digests', error),
  );
}
