/** A line of a text that was compared with an older one. */
export interface ComparedLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** Texts with more pairs of lines than this are shown as a whole: one after the other. */
const MOST_PAIRS = 1_000_000;

/**
 * The lines of both texts in order, with as many kept as possible, removed before added. Empty lines and spaces at the ends are left out.
 * By the table of longest common subsequences.
 */
export function compareTexts(before: string, after: string): ComparedLine[] {
  const old = listLines(before);
  const next = listLines(after);
  const isShared = old.length * next.length > MOST_PAIRS ? () => false : makeSharedTest(old, next);
  const lines: ComparedLine[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < next.length) {
    const [removed, added] = [old[i], next[j]];
    if (removed !== undefined && removed === added) {
      lines.push({ kind: 'same', text: removed });
      i++;
      j++;
    } else if (removed !== undefined && (added === undefined || !isShared(i, j))) {
      lines.push({ kind: 'removed', text: removed });
      i++;
    } else if (added !== undefined) {
      lines.push({ kind: 'added', text: added });
      j++;
    }
  }
  return lines;
}

/** Tells of two different lines whether more is shared by stepping over the new one than over the old one. */
function makeSharedTest(old: readonly string[], next: readonly string[]): (i: number, j: number) => boolean {
  const width = next.length + 1;
  /** At `i * width + j`: how many lines the rests from i and j have in common. */
  const common = new Uint32Array((old.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] as number;
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = next.length - 1; j >= 0; j--) {
      common[i * width + j] = old[i] === next[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  return (i, j) => at(i, j + 1) > at(i + 1, j);
}

function listLines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
