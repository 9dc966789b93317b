import { z } from 'zod';
import { findDigestChoice, saveDigestChoice } from '../store/digest-choice.ts';
import { companyCommand } from './company-command.ts';
import { requireUser } from './signed-in-user.ts';

/** Says which digests a member wants by mail. The first one is that of the first period to fall due from now on. */
export const setDigestChoice = companyCommand({
  name: 'set-digest-choice',
  role: 'viewer',
  input: z.strictObject({ weekly: z.boolean(), monthly: z.boolean() }),
  run: async (ctx, company, { weekly, monthly }, { trx, audit }) => {
    const { userId } = requireUser(ctx);
    const before = await findDigestChoice(trx, company.id, userId);
    const since = (isWanted: boolean, former: number | null) => (isWanted ? (former ?? ctx.now) : null);
    const choice = { weekly: since(weekly, before.weekly), monthly: since(monthly, before.monthly) };
    await saveDigestChoice(trx, company.id, userId, choice);
    audit({ weekly, monthly });
    return { weekly, monthly };
  },
});
