import { z } from 'zod';
import { updateWaitingImport } from '../store/import-run.ts';
import { findSource, insertSource } from '../store/source.ts';
import { refuseMissing } from './check-import.ts';
import { companyCommand } from './company-command.ts';
import { createSourceForm } from './create-source.ts';
import { AppError } from './errors.ts';
import { requireUsable } from './import-csv.ts';
import { csvForm } from './import-form.ts';

const startImportForm = z.strictObject({
  importId: z.string().max(40),
  form: csvForm,
  /** Files about the same conversations need the same source. */
  source: createSourceForm.shape.name,
});

/**
 * Starts a waiting import: from now on it runs by itself, also after a restart.
 * @throws AppError `not-found` when no such import waits, `invalid-input` for columns that cannot be used.
 */
export const startImport = companyCommand({
  name: 'start-import',
  role: 'admin',
  input: startImportForm,
  run: async (ctx, company, { importId, form, source: name }, { trx, audit }) => {
    requireUsable(form);
    const facts = { companyId: company.id, kind: 'import', name, evidence: 'reported', createdAt: ctx.now } as const;
    const source = (await findSource(trx, company.id, { kind: 'import', name })) ?? (await insertSource(trx, facts));
    if (source === undefined) throw new AppError('changed-meanwhile', 'Somebody made this source at the same time.', 'Try again.');
    const isStarted = await updateWaitingImport(trx, company.id, importId, {
      form,
      sourceId: source.id,
      state: 'running',
      startedAt: ctx.now,
    });
    if (!isStarted) return refuseMissing();
    await ctx.enqueue(trx, 'run-import', { companyId: company.id, importId });
    audit({ importId, sourceId: source.id });
    return { importId };
  },
});
