import { z } from 'zod';
import { deleteAlertRule } from '../store/alert-rule.ts';
import { companyCommand } from './company-command.ts';
import { AppError } from './errors.ts';

const removeAlertRuleForm = z.strictObject({ ruleId: z.string().min(1).max(64) });

/** Removes a rule; what it has found stays in the log. @throws AppError `not-found` */
export const removeAlertRule = companyCommand({
  name: 'remove-alert-rule',
  role: 'admin',
  input: removeAlertRuleForm,
  run: async (_ctx, company, { ruleId }, { trx, audit }) => {
    if (!(await deleteAlertRule(trx, company.id, ruleId))) {
      throw new AppError('not-found', 'There is no such rule.', 'Reload the page: somebody may have removed it.');
    }
    audit({ ruleId });
  },
});
