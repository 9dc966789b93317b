import { z } from 'zod';
import { revokeApiKeyOf } from '../store/api-key.ts';
import { companyCommand } from './company-command.ts';
import { AppError } from './errors.ts';

export const revokeApiKeyForm = z.strictObject({ keyId: z.string().min(1).max(40) });

/**
 * Ends an API key for good; what it recorded stays.
 * @throws AppError `not-found` when the company has no such key that works.
 */
export const revokeApiKey = companyCommand({
  name: 'revoke-api-key',
  role: 'admin',
  input: revokeApiKeyForm,
  run: async (ctx, company, { keyId }, { trx, audit }) => {
    if (!(await revokeApiKeyOf(trx, company.id, keyId, ctx.now))) {
      throw new AppError('not-found', 'There is no such key, or it is revoked already.', 'Load the page again to see the keys there are.');
    }
    audit({ keyId });
    return { keyId };
  },
});
