import { companyProfileForm } from '../domain/company/company-profile.ts';
import { getDayClock } from '../domain/tally/day-clock.ts';
import { notifyCompanyChanged } from '../store/change-notice.ts';
import { holdCompanyAlone, updateCompanyProfile as saveCompanyProfile } from '../store/company.ts';
import { retallyCompany } from '../store/retally-company.ts';
import { companyCommand } from './company-command.ts';

/** Changes what a company says about itself. A new time zone moves where its days begin, in figures of the past too. */
export const updateCompanyProfile = companyCommand({
  name: 'update-company-profile',
  role: 'admin',
  input: companyProfileForm,
  run: async (_ctx, company, profile, { trx, audit }) => {
    const before = await holdCompanyAlone(trx, company.id);
    await saveCompanyProfile(trx, company.id, profile);
    if (before.timeZone !== profile.timeZone) await retallyCompany(trx, company.id, getDayClock(profile.timeZone));
    await notifyCompanyChanged(trx, company.id);
    audit({ ...profile });
    return { name: profile.name };
  },
});
