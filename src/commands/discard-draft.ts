import { z } from 'zod';
import { findAgreementDraft, takeAgreementDraft } from '../store/agreement-draft.ts';
import { companyCommand } from './company-command.ts';
import { refuseUnreadDraft } from './draft-conflict.ts';

/**
 * Throws the draft away. What was published stays.
 * @throws AppError `changed-meanwhile` when it was saved after the actor looked, `not-found` without a draft.
 */
export const discardDraft = companyCommand({
  name: 'discard-draft',
  role: 'editor',
  input: z.strictObject({ revision: z.int().min(1) }),
  run: async (_ctx, company, { revision }, { trx, audit }) => {
    const taken = await takeAgreementDraft(trx, company.id, revision);
    if (taken === undefined) refuseUnreadDraft(await findAgreementDraft(trx, company.id), 'discarded');
    audit({ revision });
  },
});
