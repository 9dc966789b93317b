import type { DraftWords } from '../../domain/agreement/form/describe-draft-fields.ts';
import type { DraftFields } from '../../domain/agreement/form/draft-fields.ts';

/** All that the parts of the draft's form show. */
export interface DraftState {
  readonly fields: DraftFields;
  readonly words: DraftWords;
  /** What is wrong, by field; shown beside it. */
  readonly problems: ReadonlyMap<string, string>;
  /** The part that was just added or asked about, such as `channels.2`. */
  readonly at: string | undefined;
  /** Address of the form, for buttons that lead to a place in it. */
  readonly action: string;
}

/** Whether a part of the form must be seen: one of its fields is wrong, or it is what was just worked on. */
export function needsAttention({ problems, at }: DraftState, names: readonly string[]): boolean {
  return names.some((name) => at === name || [...problems.keys()].some((field) => field === name || field.startsWith(`${name}.`)));
}

/** A field's name, what it holds and what is wrong with it, to be spread into a form part. */
export function bindField(state: DraftState, name: string, value: string): { name: string; value: string; problem: string | undefined } {
  return { name, value, problem: state.problems.get(name) };
}
