import { FileProblem } from './file-problem.ts';
import { type Delimiter, type LineEnd, type ParsedRow, parseLines } from './parse-lines.ts';

/** One row of a file. */
export interface CsvRow {
  /** Counts rows from 1, the heading included: what a spreadsheet shows at its left. */
  readonly number: number;
  /** Bytes from the beginning of what was read to the end of this row. */
  readonly endByte: number;
  readonly cells: readonly string[];
}

/** Most characters of one row: a quote that never closes must not take the rest of a file into memory. */
const MOST_ROW_CHARACTERS = 1_000_000;

export type ByteStream = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/**
 * Reads the rows of a CSV file one by one, whatever its size. Empty lines are left out but counted.
 * @param from where `bytes` begins when it is not the beginning of the file: the rows before it.
 * @throws FileProblem when it is not UTF-8 or not CSV.
 */
export async function* readRows(bytes: ByteStream, delimiter: Delimiter, from = { rows: 0 }): AsyncGenerator<CsvRow> {
  const cutter = new RowCutter(delimiter, from.rows);
  for await (const { text, isLast } of readText(bytes)) {
    for (const row of cutter.cut(text, isLast)) yield row;
    // What else this process does gets its turn in between.
    await new Promise(setImmediate);
  }
}

const BYTE_ORDER_MARK = '\uFEFF';

/** Cuts text into rows, whatever pieces it comes in. */
class RowCutter {
  readonly #delimiter: Delimiter;
  #lineEnd: LineEnd | undefined;
  #rowCount: number;
  #byteCount = 0;
  /** The beginning of a row whose end has not come yet. */
  #rest = '';

  constructor(delimiter: Delimiter, rowCount: number) {
    this.#delimiter = delimiter;
    this.#rowCount = rowCount;
  }

  /**
   * @returns the rows that are whole with this piece.
   * @throws FileProblem at a row that is too long or never ends.
   */
  cut(piece: string, isLast: boolean): CsvRow[] {
    const text = this.#skipMark(this.#rest + piece);
    this.#lineEnd ??= findLineEnd(text, isLast);
    // Whole lines, since what follows a quotation mark tells whether it closes the cell.
    const lines = isLast ? text : text.slice(0, this.#lineEnd === undefined ? 0 : text.lastIndexOf(this.#lineEnd) + 1);
    const parsed = parseLines(lines, { delimiter: this.#delimiter, lineEnd: this.#lineEnd ?? '\n', isLast });
    this.#rest = text.slice(parsed.at(-1)?.end ?? 0);
    const rows = this.#number(lines, parsed);
    if (this.#rest.length > MOST_ROW_CHARACTERS) throw tooLong(this.#rowCount + 1);
    return rows;
  }

  #skipMark(text: string): string {
    if (this.#rowCount > 0 || this.#byteCount > 0 || !text.startsWith(BYTE_ORDER_MARK)) return text;
    this.#byteCount = Buffer.byteLength(BYTE_ORDER_MARK);
    return text.slice(BYTE_ORDER_MARK.length);
  }

  #number(text: string, parsed: readonly ParsedRow[]): CsvRow[] {
    const isAscii = Buffer.byteLength(text) === text.length;
    const rows: CsvRow[] = [];
    let start = 0;
    for (const { cells, end, isOpen } of parsed) {
      this.#rowCount += 1;
      this.#byteCount += isAscii ? end - start : Buffer.byteLength(text.slice(start, end));
      start = end;
      if (isOpen) throw neverClosed(this.#rowCount);
      if (cells.length > 1 || cells[0] !== '') rows.push({ number: this.#rowCount, endByte: this.#byteCount, cells });
    }
    return rows;
  }
}

/** Undefined when that cannot be told yet. */
function findLineEnd(text: string, isLast: boolean): LineEnd | undefined {
  if (text.includes('\n')) return '\n';
  const found = text.indexOf('\r');
  return found >= 0 && (isLast || found < text.length - 1) ? '\r' : undefined;
}

function tooLong(row: number): FileProblem {
  const hint = 'A quotation mark that opens there is probably never closed. Mend that row and try again.';
  return new FileProblem(`Row ${row} has more than a million characters.`, hint);
}

const neverClosed = (row: number): FileProblem =>
  new FileProblem(`A quotation mark in row ${row} is never closed.`, 'Close it, or export the file again.');

/** All rows of a piece are read at once, which is to take a millisecond at most. */
const PIECE_BYTES = 16 * 1024;

/** The text in pieces. Stops at what is no UTF-8 text. */
async function* readText(bytes: ByteStream): AsyncGenerator<{ text: string; isLast: boolean }> {
  // A byte order mark is kept, because it counts as bytes of the file.
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let isFirst = true;
  for await (const chunk of bytes) {
    if (isFirst) refuseForeign(chunk);
    isFirst = false;
    for (let start = 0; start < chunk.length; start += PIECE_BYTES) {
      yield { text: decode(decoder, chunk.subarray(start, start + PIECE_BYTES), true), isLast: false };
    }
  }
  yield { text: decode(decoder, new Uint8Array(), false), isLast: true };
}

const SAVE_AS_UTF8 = 'Save it as “CSV UTF-8” and try again.';

function refuseForeign(chunk: Uint8Array): void {
  const [first, second] = chunk;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new FileProblem('The file is encoded as UTF-16.', SAVE_AS_UTF8);
  }
  if (first === 0x50 && second === 0x4b) throw new FileProblem('This is a spreadsheet or an archive, not CSV.', SAVE_AS_UTF8);
  if (first === 0x1f && second === 0x8b) throw new FileProblem('The file is compressed.', 'Unpack it and choose the CSV file inside.');
  if (chunk.includes(0)) throw new FileProblem('The file is no text.', 'Choose a CSV file, encoded as UTF-8.');
}

function decode(decoder: TextDecoder, bytes: Uint8Array, stream: boolean): string {
  try {
    return decoder.decode(bytes, { stream });
  } catch {
    throw new FileProblem('The file is not encoded as UTF-8.', SAVE_AS_UTF8);
  }
}
