import { z } from 'zod';
import { notifyCompanyChanged } from '../store/change-notice.ts';
import { listExplanations, updateExplanation } from '../store/explanation.ts';
import { companyCommand } from './company-command.ts';
import { AppError } from './errors.ts';
import { explanationForm, readExplanation, refuseUnknownExplanation } from './explanation-form.ts';

/**
 * Changes a published explanation. The page says that it was changed, and the audit log keeps what it said before. Saving it as it was changes nothing.
 * @throws AppError `invalid-input`, `not-found`, `changed-meanwhile` when somebody else changed it since it was read.
 */
export const editExplanation = companyCommand({
  name: 'edit-explanation',
  role: 'admin',
  input: explanationForm.extend({ explanationId: z.string().min(1).max(40), revision: z.coerce.number().int().min(1) }),
  run: async (ctx, company, { explanationId: id, revision, ...form }, { trx, audit }) => {
    const stored = (await listExplanations(trx, company.id)).find((other) => other.id === id && other.withdrawnAt === null);
    if (stored === undefined) refuseUnknownExplanation();
    const changed = await readExplanation(ctx, company, form, trx);
    const before = { text: stored.text, fromAt: stored.fromAt, untilAt: stored.untilAt, channelIds: stored.channelIds };
    audit({ explanationId: id, before, ...changed });
    if (JSON.stringify(before) === JSON.stringify(changed)) return { explanationId: id };
    if (!(await updateExplanation(trx, company.id, { ...changed, id, revision, editedAt: ctx.now }))) {
      throw new AppError(
        'changed-meanwhile',
        'Somebody else has changed this explanation since you opened it.',
        'What you wrote is still here. Send it again to put it in the place of theirs, which the list below shows.',
      );
    }
    await notifyCompanyChanged(trx, company.id);
    return { explanationId: id };
  },
});
