import { z } from 'zod';
import { insertSource } from '../store/source.ts';
import { companyCommand } from './company-command.ts';
import { AppError } from './errors.ts';

/** Kinds of source that a person makes by hand: a system of the company that calls our API, or files. */
export const HANDMADE_SOURCES = ['api', 'import'] as const;

export const createSourceForm = z.strictObject({
  kind: z.enum(HANDMADE_SOURCES).default('api'),
  name: z.string().trim().min(1, 'Give the source a name, such as Help desk.').max(80, 'Write at most 80 characters.'),
});

/**
 * Adds a source whose events the company itself reports.
 * @throws AppError `already-exists` when the company has a source of this kind and name.
 */
export const createSource = companyCommand({
  name: 'create-source',
  role: 'admin',
  input: createSourceForm,
  run: async (ctx, company, input, { trx, audit }) => {
    const source = await insertSource(trx, { ...input, companyId: company.id, evidence: 'reported', createdAt: ctx.now });
    if (source === undefined) {
      throw new AppError(
        'already-exists',
        `There is a source called “${input.name}” already.`,
        'Choose another name, or use that source.',
        {
          fields: [{ field: 'name', message: 'This name is taken.' }],
        },
      );
    }
    audit({ sourceId: source.id, kind: input.kind, name: input.name });
    return { sourceId: source.id };
  },
});
