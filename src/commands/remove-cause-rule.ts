import { z } from 'zod';
import { deleteCauseRule } from '../store/cause-rule.ts';
import { companyCommand } from './company-command.ts';
import { AppError } from './errors.ts';

/** Removes a rule: the breaches it explained have the cause that an older rule gives, or none. @throws AppError `not-found` */
export const removeCauseRule = companyCommand({
  name: 'remove-cause-rule',
  role: 'admin',
  input: z.strictObject({ ruleId: z.string().min(1).max(64) }),
  run: async (_ctx, company, { ruleId }, { trx, audit }) => {
    const cause = await deleteCauseRule(trx, company.id, ruleId);
    if (cause === undefined) {
      throw new AppError('not-found', 'There is no such rule.', 'Reload the page: somebody may have removed it.');
    }
    audit({ ruleId, cause });
  },
});
