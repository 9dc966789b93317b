import { z } from 'zod';
import { notifyCompanyChanged } from '../store/change-notice.ts';
import { listExplanations, withdrawExplanationOf } from '../store/explanation.ts';
import { companyCommand } from './company-command.ts';
import { refuseUnknownExplanation } from './explanation-form.ts';

/**
 * Takes an explanation back: its words go, and the page says that there was one. The audit log keeps them.
 * @throws AppError `not-found`
 */
export const withdrawExplanation = companyCommand({
  name: 'withdraw-explanation',
  role: 'admin',
  input: z.strictObject({ explanationId: z.string().min(1).max(40) }),
  run: async (ctx, company, { explanationId: id }, { trx, audit }) => {
    const stored = (await listExplanations(trx, company.id)).find((other) => other.id === id);
    if (stored === undefined || !(await withdrawExplanationOf(trx, company.id, id, ctx.now))) refuseUnknownExplanation();
    await notifyCompanyChanged(trx, company.id);
    audit({ explanationId: id, text: stored.text });
    return { explanationId: id };
  },
});
