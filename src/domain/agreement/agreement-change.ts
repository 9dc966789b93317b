import { type ComparedLine, compareTexts } from './compare-texts.ts';

/** The parts of an agreement in the order in which a comparison tells them. */
export const AGREEMENT_PARTS = ['commitments', 'channels', 'calendars', 'conduct', 'fairness', 'owner'] as const;
export type AgreementPart = (typeof AGREEMENT_PARTS)[number];

/** One value in words, before and after; empty where there is none. */
export interface ValueChange {
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

/** One text, line by line. */
export interface TextChange {
  readonly label: string;
  readonly lines: readonly ComparedLine[];
}

export type ChangeDetail = ValueChange | TextChange;

/** What became of one thing between two versions. */
export interface AgreementChange {
  readonly part: AgreementPart;
  readonly kind: 'added' | 'removed' | 'changed';
  /** The channel, commitment, calendar or text that it is about. */
  readonly subject: string;
  readonly details: readonly ChangeDetail[];
}

/** The value's change, or nothing when it is the same. */
export function compareValue(label: string, before: string, after: string): ValueChange[] {
  return before === after ? [] : [{ label, before, after }];
}

/** The text's change line by line, or nothing when it is the same. */
export function compareText(label: string, before: string, after: string): TextChange[] {
  return before === after ? [] : [{ label, lines: compareTexts(before, after) }];
}

/** Items with the same id as pairs: those of `before` in their order, then the new ones. */
export function pairById<Item extends { readonly id: string }>(
  before: readonly Item[],
  after: readonly Item[],
): { before: Item | undefined; after: Item | undefined }[] {
  const ids = new Set([...before, ...after].map(({ id }) => id));
  const find = (items: readonly Item[], id: string) => items.find((item) => item.id === id);
  return [...ids].map((id) => ({ before: find(before, id), after: find(after, id) }));
}
