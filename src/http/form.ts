import { ERROR_STATUS, type ErrorCode, type FieldProblem, isAppError } from '../commands/errors.ts';

/** What a page gets back from its form: done, or what was typed with what to mend. */
export type FormResult<Output> =
  | { readonly ok: true; readonly output: Output }
  | {
      readonly ok: false;
      readonly code: ErrorCode;
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

/** What was typed into a field; empty when the form has no such field. */
export function readText(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

/** What an action's result is to a page: our answer, or why Astro could not ask for it. */
type ActionResult<Output> = { data: FormResult<Output>; error: undefined } | { data: undefined; error: Error & { code: string } };

/**
 * The answer to the form that this page sent, or undefined when none was sent. Gives the page the status of a failure.
 * @throws Error what the action threw unexpectedly.
 */
export function readAnswer<Output>(
  page: { response: { status?: number; statusText?: string } },
  result: ActionResult<Output> | undefined,
): FormResult<Output> | undefined {
  if (result === undefined) return undefined;
  const answer = result.error === undefined ? result.data : explainRefusal(result.error);
  if (!answer.ok) Object.assign(page.response, { status: ERROR_STATUS[answer.code], statusText: '' });
  return answer;
}

function explainRefusal(error: Error & { code: string }): FormResult<never> {
  if (error.code !== 'CONTENT_TOO_LARGE') throw error;
  const message = 'What was sent is too large.';
  return { ok: false, code: 'too-large', message, hint: 'Choose a smaller file and send it again.', fields: [], values: {} };
}

/**
 * Where a form sends itself so that its page keeps what it was asked with, such as a token or where to go next.
 * @param action the action's own query, `?_action=…`.
 */
export function formAddress(url: URL, action: { queryString?: string }): string {
  const query = new URLSearchParams(url.search);
  query.delete('done');
  for (const [name, value] of new URLSearchParams(action.queryString)) query.set(name, value);
  return `${url.pathname}?${query}`;
}
