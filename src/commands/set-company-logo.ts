import { createHash } from 'node:crypto';
import { z } from 'zod';
import { findLogoProblem, readLogoImage } from '../domain/company/logo-image.ts';
import { notifyCompanyChanged } from '../store/change-notice.ts';
import { upsertCompanyLogo } from '../store/company-logo.ts';
import { companyCommand } from './company-command.ts';

const setCompanyLogoForm = z.strictObject({
  /** The picture itself. What it is is read from its bytes. */
  logo: z
    .custom<Uint8Array>((value) => value instanceof Uint8Array, 'Choose a file.')
    .superRefine((bytes, check) => {
      const problem = findLogoProblem(bytes);
      if (problem !== undefined) check.addIssue({ code: 'custom', message: problem });
    }),
});

/** Shows a picture beside the company’s name. @throws AppError `invalid-input` when it is no fitting PNG, JPEG or WebP. */
export const setCompanyLogo = companyCommand({
  name: 'set-company-logo',
  role: 'admin',
  input: setCompanyLogoForm,
  run: async (_ctx, company, { logo }, { trx, audit }) => {
    const contentType = readLogoImage(logo)?.contentType ?? 'image/png';
    const digest = createHash('sha256').update(logo).digest('hex');
    await upsertCompanyLogo(trx, company.id, { content: Buffer.from(logo), contentType, digest });
    await notifyCompanyChanged(trx, company.id);
    audit({ contentType, digest });
    return { digest };
  },
});
