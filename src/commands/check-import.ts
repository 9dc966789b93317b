import { z } from 'zod';
import type { ByteStream } from '../sources/csv/read-rows.ts';
import { findImportRun, updateWaitingImport } from '../store/import-run.ts';
import { companyCommand } from './company-command.ts';
import { AppError } from './errors.ts';
import { type ImportProgress, importCsv, requireUsable } from './import-csv.ts';
import { csvForm, explainFile, importHeadings } from './import-form.ts';

/** Rows that are checked while the person waits. */
export const ROWS_CHECKED = 10_000;

const checkImportForm = z.strictObject({
  importId: z.string().max(40),
  form: csvForm,
  open: z.custom<() => ByteStream>((value) => typeof value === 'function'),
});

/**
 * Keeps how a waiting import reads its file and checks the first rows, recording nothing.
 * @throws AppError `not-found` when no such import waits, `invalid-input` for columns that cannot be used.
 */
export const checkImport = companyCommand({
  name: 'check-import',
  role: 'admin',
  input: checkImportForm,
  run: async (ctx, company, { importId, form, open }, { trx, audit }): Promise<ImportProgress> => {
    requireUsable(form);
    const run = await findImportRun(trx, company.id, importId);
    if (run === undefined || !(await updateWaitingImport(trx, company.id, importId, { form }))) return refuseMissing();
    const scope = { companyId: company.id, sourceId: 0 };
    audit({ importId });
    const headings = importHeadings.parse(run.headings);
    // The transaction's own connection: on the embedded database another one would wait for it.
    return explainFile(() =>
      importCsv({ ...ctx, db: trx }, scope, { bytes: open(), form, headings, isDryRun: true, mostRows: ROWS_CHECKED }),
    );
  },
});

/** @throws AppError `not-found`. */
export function refuseMissing(): never {
  throw new AppError(
    'not-found',
    'This import is not there, or was started already.',
    'Look at the list of imports, or upload the file again.',
  );
}
