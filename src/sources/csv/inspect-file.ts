import { type ColumnMapping, proposeColumns } from './columns.ts';
import { FileProblem } from './file-problem.ts';
import { DELIMITERS, type Delimiter } from './parse-lines.ts';
import { type ByteStream, type CsvRow, readRows } from './read-rows.ts';
import { detectTimeFormat, type TimeFormat } from './time-format.ts';

/** What the beginning of a file tells about it, as a proposal. */
export interface FileProposal {
  readonly delimiter: Delimiter;
  readonly hasHeading: boolean;
  /** The first row when it is a heading, else the columns' numbers from 1. */
  readonly headings: readonly string[];
  readonly columns: ColumnMapping;
  readonly timeFormat: TimeFormat;
  /** The first rows below the heading. */
  readonly sample: readonly CsvRow[];
}

const SAMPLE_ROWS = 50;
/** Enough for the sample of nearly any file. */
const SAMPLE_BYTES = 262_144;

/**
 * Looks at the beginning of a file and proposes how to read it.
 * @throws FileProblem when it is empty, not UTF-8 or not CSV.
 */
export async function inspectFile(bytes: ByteStream): Promise<FileProposal> {
  const head = await readHead(bytes);
  const candidates: { delimiter: Delimiter; rows: CsvRow[] }[] = [];
  for (const delimiter of DELIMITERS) candidates.push({ delimiter, rows: await readSample(head, delimiter) });
  const { delimiter, rows } = candidates.reduce((a, b) => (scoreOf(b.rows) > scoreOf(a.rows) ? b : a));
  const first = rows[0];
  if (first === undefined) throw new FileProblem('The file is empty.', 'Choose a CSV file with a heading and at least one row.');
  const hasHeading = first.cells.every((cell) => detectTimeFormat([cell]) === undefined);
  const headings = hasHeading ? first.cells : first.cells.map((_, index) => `Column ${index + 1}`);
  const columns = hasHeading ? proposeColumns(first.cells) : {};
  const sample = hasHeading ? rows.slice(1) : rows;
  return { delimiter, hasHeading, headings, columns, sample, timeFormat: proposeTimeFormat(columns, sample) };
}

/** The beginning, cut after the last whole line. */
async function readHead(bytes: ByteStream): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= SAMPLE_BYTES) break;
  }
  const head = Buffer.concat(chunks);
  return length < SAMPLE_BYTES ? head : head.subarray(0, head.lastIndexOf(0x0a) + 1);
}

async function readSample(head: Buffer, delimiter: Delimiter): Promise<CsvRow[]> {
  const rows: CsvRow[] = [];
  try {
    for await (const row of readRows([head], delimiter)) {
      rows.push(row);
      if (rows.length > SAMPLE_ROWS) break;
    }
  } catch (error) {
    // The beginning may end within quotation marks.
    if (!(error instanceof FileProblem) || rows.length === 0) throw error;
  }
  return rows;
}

/** More columns are better, and rows that have as many as the first. */
function scoreOf(rows: readonly CsvRow[]): number {
  const width = rows[0]?.cells.length ?? 0;
  return width < 2 ? width : (width * rows.filter(({ cells }) => cells.length === width).length) / rows.length;
}

function proposeTimeFormat(columns: ColumnMapping, sample: readonly CsvRow[]): TimeFormat {
  const column = columns.at ?? columns['asked-at'];
  if (column === undefined) return 'iso';
  return detectTimeFormat(sample.map(({ cells }) => cells[column] ?? '')) ?? 'iso';
}
