import { type FieldProblem, isAppError } from '../commands/errors.ts';

/** What a page gets back from its form: done, or what was typed with what to mend. */
export type FormResult<Output> =
  | { readonly ok: true; readonly output: Output }
  | {
      readonly ok: false;
      readonly code: string;
      readonly message: string;
      readonly hint: string;
      readonly fields: readonly FieldProblem[];
      /** What was typed, without secrets, to fill the form again. */
      readonly values: Record<string, string>;
    };

const SECRET_FIELD = /password|token|secret/i;

/**
 * Runs `command` for a form and keeps what was typed when it fails as expected. The unexpected is thrown on.
 * @param form what the browser sent.
 */
export async function submitForm<Output>(form: FormData, command: () => Promise<Output>): Promise<FormResult<Output>> {
  try {
    return { ok: true, output: await command() };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { ok: false, code: error.code, message: error.message, hint: error.hint, fields: error.fields, values: typedValues(form) };
  }
}

/** The text fields of a form; files and secrets are left out. */
export function typedValues(form: FormData): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of form) {
    if (typeof value === 'string' && !SECRET_FIELD.test(name) && values[name] === undefined) values[name] = value;
  }
  return values;
}
