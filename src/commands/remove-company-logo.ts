import { z } from 'zod';
import { notifyCompanyChanged } from '../store/change-notice.ts';
import { deleteCompanyLogo } from '../store/company-logo.ts';
import { companyCommand } from './company-command.ts';

/** Shows no picture beside the company’s name any more. */
export const removeCompanyLogo = companyCommand({
  name: 'remove-company-logo',
  role: 'admin',
  input: z.strictObject({}),
  run: async (_ctx, company, _input, { trx }) => {
    await deleteCompanyLogo(trx, company.id);
    await notifyCompanyChanged(trx, company.id);
  },
});
