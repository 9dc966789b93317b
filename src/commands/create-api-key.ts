import { z } from 'zod';
import { countLiveApiKeys, insertApiKey } from '../store/api-key.ts';
import { findSource } from '../store/source.ts';
import { makeApiKey } from './api-key-secret.ts';
import { companyCommand } from './company-command.ts';
import { AppError } from './errors.ts';

export const createApiKeyForm = z.strictObject({
  sourceId: z.coerce.number().int().positive(),
  name: z.string().trim().min(1, 'Say where this key will be used.').max(80, 'Write at most 80 characters.'),
});

const MOST_KEYS = 100;
const ID_BYTES = 9;

/**
 * Makes a key that records events of one source. The key itself is in the answer and nowhere else.
 * @throws AppError `not-found` for a source that the company does not have, `invalid-input` for one that takes no calls or at 100 keys.
 */
export const createApiKey = companyCommand({
  name: 'create-api-key',
  role: 'admin',
  input: createApiKeyForm,
  run: async (ctx, company, input, { trx, audit }) => {
    const source = await findSource(trx, company.id, { id: input.sourceId });
    if (source === undefined) throw new AppError('not-found', 'There is no such source.', 'Choose one of the sources on the page.');
    if (source.kind !== 'api') {
      throw new AppError('invalid-input', `The source “${source.name}” takes no API calls.`, 'Make a source for the API.');
    }
    if ((await countLiveApiKeys(trx, company.id)) >= MOST_KEYS) {
      throw new AppError(
        'invalid-input',
        `The company has ${MOST_KEYS} keys, which is the most.`,
        'Revoke keys that are not used any more.',
      );
    }
    const id = ctx.randomBytes(ID_BYTES).toString('base64url');
    const { key, prefix, secretHash } = makeApiKey(ctx.randomBytes);
    const createdBy = ctx.actor.kind === 'user' ? ctx.actor.userId : null;
    await insertApiKey(trx, { companyId: company.id, id, ...input, prefix, secretHash, createdAt: ctx.now, createdBy });
    audit({ keyId: id, prefix, sourceId: input.sourceId });
    return { keyId: id, key, prefix, sourceName: source.name };
  },
});
