import type { z } from 'zod';
import { AppError } from './errors.ts';

/**
 * Parses `input` with `schema`.
 * @throws AppError `invalid-input` that names each field and what is wrong with it.
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const fields = result.error.issues.map((issue) => ({ field: issue.path.join('.'), message: issue.message }));
  const first = fields[0];
  const message = fields.length === 1 && first !== undefined ? first.message : `${fields.length} fields need attention.`;
  throw new AppError('invalid-input', message, 'Correct the fields that are named and send it again.', { fields });
}
