import { z } from 'zod';
import { slugForm } from '../domain/company/slug.ts';
import { hasAgreementVersion } from '../store/agreement-version.ts';
import { findCompanyBySlug, holdCompanyAlone, updateCompanySlug } from '../store/company.ts';
import { companyCommand } from './company-command.ts';
import { AppError } from './errors.ts';

const changeCompanyAddressForm = z.strictObject({ slug: slugForm });

/**
 * Moves a company to another address while it has published nothing: afterwards its address stands on badges, in links and
 * in permanent addresses of versions, and stays.
 * @throws AppError `address-fixed` once something was published, `already-exists` when the address is taken.
 */
export const changeCompanyAddress = companyCommand({
  name: 'change-company-address',
  role: 'owner',
  input: changeCompanyAddressForm,
  run: async (_ctx, company, { slug }, { trx, audit }) => {
    // Whoever publishes meanwhile waits, and publishes at the new address.
    await holdCompanyAlone(trx, company.id);
    if (await hasAgreementVersion(trx, company.id)) {
      throw new AppError(
        'address-fixed',
        'The address can no longer be changed, as an agreement was published at it.',
        'Links, badges and permanent addresses of versions rely on it. Make another company if you need another address.',
      );
    }
    const other = await findCompanyBySlug(trx, slug);
    if (other !== undefined && other.id !== company.id) {
      const message = `The address “${slug}” is taken by another company.`;
      throw new AppError('already-exists', message, 'Choose another address.', { fields: [{ field: 'slug', message }] });
    }
    await updateCompanySlug(trx, company.id, slug);
    audit({ before: company.slug, slug });
    return { slug };
  },
});
