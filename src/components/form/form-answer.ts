/**
 * What a form's action answered, as far as form parts need it: `FormResult` of `http/form.ts` fits, and so does undefined before the form
 * was sent. Parts find their own problem and what was typed by their `name`.
 */
export type FormAnswer =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly message: string;
      readonly hint: string;
      readonly fields: readonly { readonly field: string; readonly message: string }[];
      readonly values: Readonly<Record<string, string>>;
    }
  | undefined;

/** Everything a field needs to be drawn. */
export interface FieldState {
  readonly id: string;
  readonly value: string;
  readonly problem: string | undefined;
  readonly hintId: string | undefined;
  readonly problemId: string | undefined;
  /** For `aria-describedby`. */
  readonly describedBy: string | undefined;
}

/** The id of the field with this name: dots become hyphens. */
export function fieldId(name: string, prefix = ''): string {
  return `${prefix}${name.replaceAll('.', '-')}`;
}

/** The problem that the answer names for a field, if any. */
export function findProblem(form: FormAnswer, name: string): string | undefined {
  return form === undefined || form.ok ? undefined : form.fields.find(({ field }) => field === name)?.message;
}

/** What was typed into a field, else `fallback`. */
export function typedValue(form: FormAnswer, name: string, fallback: string): string {
  return form === undefined || form.ok ? fallback : (form.values[name] ?? fallback);
}

/** Puts together what a field shows: what was typed before its given value, a problem before nothing. */
export function describeField(field: {
  name: string;
  form?: FormAnswer;
  value?: string | number | undefined;
  hint?: string | undefined;
  problem?: string | undefined;
  id?: string | undefined;
}): FieldState {
  const id = field.id ?? fieldId(field.name);
  const problem = field.problem ?? findProblem(field.form, field.name);
  const hintId = field.hint === undefined ? undefined : `${id}-hint`;
  const problemId = problem === undefined ? undefined : `${id}-problem`;
  const describedBy = [hintId, problemId].filter((part) => part !== undefined).join(' ');
  return {
    id,
    value: typedValue(field.form, field.name, String(field.value ?? '')),
    problem,
    hintId,
    problemId,
    describedBy: describedBy === '' ? undefined : describedBy,
  };
}
