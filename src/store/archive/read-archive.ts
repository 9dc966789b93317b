import { createHash, type Hash } from 'node:crypto';
import { type ArchiveCounts, type ArchiveHeader, damaged, isRowLine, parseHeader, parseMark } from './archive-format.ts';

/** What a backup consists of, in its order. */
export type ArchivePart =
  | ({ readonly kind: 'header' } & ArchiveHeader)
  | { readonly kind: 'table'; readonly name: string; readonly columns: readonly string[] }
  /** Some rows of the table that was named last, as lines of JSON. */
  | { readonly kind: 'rows'; readonly lines: readonly string[] }
  | { readonly kind: 'end'; readonly counts: ArchiveCounts };

const MOST_ROWS = 2_000;
const MOST_CHARACTERS = 1_000_000;

/**
 * Reads a backup, a batch of rows at a time. The last part comes only when counts and checksum are right: whoever has not seen it must
 * not keep what came before.
 * @throws ArchiveError when it is no backup, from a newer version, cut off or changed.
 */
export async function* readArchive(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<ArchivePart, void> {
  const reader = new ArchiveReader();
  for await (const lines of readLines(bytes)) {
    for (const line of lines) yield* reader.take(line);
  }
  if (!reader.isComplete) throw damaged();
}

class ArchiveReader {
  isComplete = false;
  readonly #hash: Hash = createHash('sha256');
  readonly #counts: Record<string, number> = {};
  #hasBegun = false;
  #table: string | undefined;
  #rows: string[] = [];
  #characters = 0;

  *take(line: string): Generator<ArchivePart> {
    if (this.isComplete) throw damaged();
    if (!this.#hasBegun) yield this.#begin(line);
    else if (isRowLine(line)) yield* this.#takeRow(line);
    else {
      yield* this.#flush();
      yield this.#takeMark(line);
    }
  }

  #begin(line: string): ArchivePart {
    this.#hasBegun = true;
    this.#hash.update(`${line}\n`);
    return { kind: 'header', ...parseHeader(line) };
  }

  *#takeRow(line: string): Generator<ArchivePart> {
    if (this.#table === undefined) throw damaged();
    this.#rows.push(line);
    this.#characters += line.length;
    if (this.#rows.length >= MOST_ROWS || this.#characters >= MOST_CHARACTERS) yield* this.#flush();
  }

  *#flush(): Generator<ArchivePart> {
    if (this.#table === undefined || this.#rows.length === 0) return;
    const lines = this.#rows;
    this.#hash.update(`${lines.join('\n')}\n`);
    this.#counts[this.#table] = (this.#counts[this.#table] ?? 0) + lines.length;
    this.#rows = [];
    this.#characters = 0;
    yield { kind: 'rows', lines };
  }

  #takeMark(line: string): ArchivePart {
    const mark = parseMark(line);
    if ('table' in mark) {
      this.#hash.update(`${line}\n`);
      if (mark.table in this.#counts) throw damaged();
      this.#table = mark.table;
      this.#counts[mark.table] = 0;
      return { kind: 'table', name: mark.table, columns: mark.columns };
    }
    const isRight = mark.sha256 === this.#hash.digest('hex') && JSON.stringify(mark.counts) === JSON.stringify(this.#counts);
    if (!isRight) throw damaged();
    this.isComplete = true;
    return { kind: 'end', counts: this.#counts };
  }
}

/** Longer than any row that Kept stores: a file of something else must not fill the memory. */
const MOST_LINE_CHARACTERS = 100_000_000;

/** Whole lines, those of one piece of the file together. What follows the last line break is damage. */
async function* readLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let begun: string[] = [];
  let characters = 0;
  for await (const piece of bytes) {
    const [first = '', ...others] = decoder.decode(piece, { stream: true }).split('\n');
    begun.push(first);
    characters += first.length;
    if (characters > MOST_LINE_CHARACTERS) throw damaged();
    const last = others.pop();
    if (last === undefined) continue;
    yield [begun.join(''), ...others];
    begun = [last];
    characters = last.length;
  }
  if (characters > 0 || decoder.decode() !== '') throw damaged();
}
