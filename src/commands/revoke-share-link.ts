import { z } from 'zod';
import { revokeShareLinkOf } from '../store/share-link.ts';
import { companyCommand } from './company-command.ts';
import { AppError } from './errors.ts';

const revokeShareLinkForm = z.strictObject({ linkId: z.string().min(1).max(40) });

/**
 * Takes a link back: from now on it opens nothing.
 * @throws AppError `not-found` when the company has no such link that works.
 */
export const revokeShareLink = companyCommand({
  name: 'revoke-share-link',
  role: 'admin',
  input: revokeShareLinkForm,
  run: async (ctx, company, { linkId }, { trx, audit }) => {
    const revoked = await revokeShareLinkOf(trx, company.id, linkId, ctx.now);
    if (revoked === undefined) {
      throw new AppError('not-found', 'There is no such link, or it works no more.', 'Load the page again to see the links there are.');
    }
    audit({ linkId, period: revoked.period });
  },
});
