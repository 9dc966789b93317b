import { diffLines } from 'diff';

/** A line of a text that was compared with an older one. */
export interface ComparedLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** The lines of both texts in order, removed before added; empty lines are left out. */
export function compareTexts(before: string, after: string): ComparedLine[] {
  return diffLines(endLine(before), endLine(after)).flatMap(({ added, removed, value }) =>
    value
      .split('\n')
      .map((text) => text.trim())
      .filter((text) => text !== '')
      .map((text): ComparedLine => ({ kind: added ? 'added' : removed ? 'removed' : 'same', text })),
  );
}

/** Without an end the last line would differ from the same one in the middle of the other text. */
function endLine(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
