import { z } from 'zod';
import { DIGEST_KINDS, findDigestPeriod } from '../domain/digest/digest-period.ts';
import { HOUR_SECONDS } from '../domain/instant.ts';
import { takeFromLimits } from './attempt-limits.ts';
import { companyCommand } from './company-command.ts';
import { requestDigest } from './request-digests.ts';
import { requireUser } from './signed-in-user.ts';

const MOST_AN_HOUR = 5;

/**
 * Sends the digest of the newest finished period to whoever asks, now, whatever they chose.
 * @throws AppError `too-many-attempts`.
 */
export const sendMyDigest = companyCommand({
  name: 'send-my-digest',
  role: 'viewer',
  input: z.strictObject({ kind: z.enum(DIGEST_KINDS) }),
  run: async (ctx, company, { kind }, { trx, audit }) => {
    const { userId } = requireUser(ctx);
    const limit = { key: `digest:company:${company.id}:user:${userId}`, limit: MOST_AN_HOUR, windowSeconds: HOUR_SECONDS };
    await takeFromLimits({ ...ctx, db: trx }, [limit]);
    const { key } = findDigestPeriod(kind, company.timeZone, ctx.now);
    await requestDigest(ctx, trx, { companyId: company.id, userId, kind, period: key, isTest: true });
    audit({ kind });
    return { kind };
  },
});
