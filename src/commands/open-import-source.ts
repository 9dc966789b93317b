import type { SourceScope } from '../store/event.ts';
import { findSource, insertSource } from '../store/source.ts';
import { companyCommand } from './company-command.ts';
import { createSourceForm } from './create-source.ts';
import { AppError } from './errors.ts';

/**
 * The source of imported files with this name, which is made when there is none. Files of one source know each other's ids, so the same
 * conversations must be imported into the same source.
 */
export const openImportSource = companyCommand({
  name: 'open-import-source',
  role: 'admin',
  input: createSourceForm.pick({ name: true }),
  run: async (ctx, company, { name }, { trx, audit }): Promise<SourceScope> => {
    const found = await findSource(trx, company.id, { kind: 'import', name });
    if (found !== undefined) return { companyId: company.id, sourceId: found.id };
    const made = await insertSource(trx, { companyId: company.id, kind: 'import', name, evidence: 'reported', createdAt: ctx.now });
    if (made === undefined) throw new AppError('changed-meanwhile', 'Somebody made this source at the same time.', 'Try again.');
    audit({ sourceId: made.id, name });
    return { companyId: company.id, sourceId: made.id };
  },
});
