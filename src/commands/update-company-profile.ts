import { companyProfileForm } from '../domain/company/company-profile.ts';
import { notifyCompanyChanged } from '../store/change-notice.ts';
import { updateCompanyProfile as saveCompanyProfile } from '../store/company.ts';
import { companyCommand } from './company-command.ts';

/** Changes what a company says about itself. A new time zone moves where its days begin, in figures of the past too. */
export const updateCompanyProfile = companyCommand({
  name: 'update-company-profile',
  role: 'admin',
  input: companyProfileForm,
  run: async (_ctx, company, profile, { trx, audit }) => {
    await saveCompanyProfile(trx, company.id, profile);
    await notifyCompanyChanged(trx, company.id);
    audit({ ...profile });
    return { name: profile.name };
  },
});
