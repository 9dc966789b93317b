import { finished } from 'node:stream/promises';
import { CsvError, type Parser, parse } from 'csv-parse';
import { FileProblem } from './file-problem.ts';

/** The characters that may stand between two cells. */
export const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

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
  const rows: CsvRow[] = [];
  const parser = parse({
    bom: from.rows === 0,
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: MOST_ROW_CHARACTERS,
    skip_empty_lines: true,
    // Taken from here, because the stream hands them on one by one, each with a turn of its own.
    on_record: (cells: string[], info) => {
      rows.push({ number: from.rows + info.records + info.empty_lines, endByte: info.bytes, cells });
      return null;
    },
  });
  // Whoever writes is told of an error; nobody listens for it.
  parser.on('error', () => {});
  try {
    for await (const piece of checkText(bytes)) {
      await write(parser, piece);
      for (const row of rows.splice(0)) yield row;
    }
    await end(parser);
    for (const row of rows) yield row;
  } catch (error) {
    throw error instanceof CsvError ? explain(error) : error;
  }
}

const write = (parser: Parser, piece: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => parser.write(piece, (error) => (error ? reject(error) : resolve())));

async function end(parser: Parser): Promise<void> {
  parser.end();
  await finished(parser, { readable: false });
}

function explain(error: CsvError): FileProblem {
  const line = 'lines' in error && typeof error.lines === 'number' ? ` near line ${error.lines}` : '';
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    const hint = 'A quotation mark that opens there is probably never closed. Mend that line and try again.';
    return new FileProblem(`A row${line} has more than a million characters.`, hint);
  }
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') {
    return new FileProblem(`A quotation mark${line} is never closed.`, 'Close it, or export the file again.');
  }
  return new FileProblem(`The file cannot be read as CSV${line}.`, 'Export it again as CSV, with quotation marks around texts.');
}

/** All rows of a piece are read at once: in small ones, a millisecond each, what else this process does gets its turn in between. */
const PIECE_BYTES = 8 * 1024;

/** Passes the bytes on in pieces and stops at what is no UTF-8 text. */
async function* checkText(bytes: ByteStream): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let isFirst = true;
  for await (const chunk of bytes) {
    if (isFirst) refuseForeign(chunk);
    isFirst = false;
    decode(decoder, chunk, true);
    for (let start = 0; start < chunk.length; start += PIECE_BYTES) {
      yield chunk.subarray(start, start + PIECE_BYTES);
      await new Promise(setImmediate);
    }
  }
  decode(decoder, new Uint8Array(), false);
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

function decode(decoder: TextDecoder, chunk: Uint8Array, stream: boolean): void {
  try {
    decoder.decode(chunk, { stream });
  } catch {
    throw new FileProblem('The file is not encoded as UTF-8.', SAVE_AS_UTF8);
  }
}
