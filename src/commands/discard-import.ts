import { z } from 'zod';
import { deleteWaitingImport } from '../store/import-run.ts';
import { refuseMissing } from './check-import.ts';
import { companyCommand } from './company-command.ts';

/**
 * Forgets an import that was not started. The caller removes its file.
 * @throws AppError `not-found` when no such import waits.
 */
export const discardImport = companyCommand({
  name: 'discard-import',
  role: 'admin',
  input: z.strictObject({ importId: z.string().max(40) }),
  run: async (_ctx, company, { importId }, { trx, audit }) => {
    if (!(await deleteWaitingImport(trx, company.id, importId))) return refuseMissing();
    audit({ importId });
    return { importId };
  },
});
