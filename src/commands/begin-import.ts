import { z } from 'zod';
import { inspectFile } from '../sources/csv/inspect-file.ts';
import type { ByteStream } from '../sources/csv/read-rows.ts';
import { listChannels } from '../store/channel.ts';
import { insertImportRun } from '../store/import-run.ts';
import { companyCommand } from './company-command.ts';
import { explainFile } from './import-form.ts';

const beginImportForm = z.strictObject({
  /** Also the name of the uploaded file. */
  importId: z.string().regex(/^[\w-]{8,40}$/),
  fileName: z.string().trim().max(200),
  byteCount: z.int().min(0),
  /** Reads the file from its beginning. */
  open: z.custom<() => ByteStream>((value) => typeof value === 'function'),
});

/**
 * Takes an uploaded file for an import that waits to be started, with a proposal how to read it.
 * @throws AppError `invalid-input` when it is not a CSV file in UTF-8.
 */
export const beginImport = companyCommand({
  name: 'begin-import',
  role: 'admin',
  input: beginImportForm,
  run: async (ctx, company, { importId, fileName, byteCount, open }, { trx, audit }) => {
    const { headings, delimiter, hasHeading, columns, timeFormat } = await explainFile(() => inspectFile(open()));
    const channels = await listChannels(trx, company.id);
    const only = channels.length === 1 ? (channels[0]?.id ?? null) : null;
    const channel = columns.channel === undefined ? only : null;
    const form = { delimiter, hasHeading, columns, timeFormat, timeZone: company.timeZone, channel, type: null };
    const startedBy = ctx.actor.kind === 'user' ? ctx.actor.userId : null;
    await insertImportRun(trx, { companyId: company.id, id: importId, fileName, form, headings, byteCount, startedAt: ctx.now, startedBy });
    audit({ importId, byteCount });
    return { importId };
  },
});
