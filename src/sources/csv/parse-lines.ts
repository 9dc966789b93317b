import Papa from 'papaparse';

/** The characters that may stand between two cells. */
export const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** What ends a line: `\n` stands for `\r\n` as well. */
export type LineEnd = '\n' | '\r';

/** How lines are to be parsed. */
export interface LinesForm {
  readonly delimiter: Delimiter;
  readonly lineEnd: LineEnd;
  /** False when more lines follow: a row that is still open is left to them. */
  readonly isLast: boolean;
}

/** A row, and where it ends in the text: behind its line end. */
export interface ParsedRow {
  readonly cells: readonly string[];
  readonly end: number;
  /** True of the last row when its quotation mark is never closed. */
  readonly isOpen: boolean;
}

/**
 * Parses whole lines. A quotation mark that closes no cell belongs to the text around it. Where that would draw the next line into the cell,
 * the line is read as it stands instead, whatever quotation marks are in it, so that one mistake costs one row.
 */
export function parseLines(text: string, form: LinesForm): ParsedRow[] {
  const rows: ParsedRow[] = [];
  let tornAt = parseUntilTorn(text, 0, form, rows);
  while (tornAt !== undefined) {
    const line = readPlainLine(text, tornAt, form);
    rows.push(line);
    tornAt = parseUntilTorn(text, line.end, form, rows);
  }
  return rows;
}

/** Adds rows from `start` on. @returns where a row begins that a stray quotation mark tears open. */
function parseUntilTorn(text: string, start: number, { delimiter, lineEnd, isLast }: LinesForm, rows: ParsedRow[]): number | undefined {
  let end = start;
  let isTorn = false;
  const parser = new Papa.Parser({
    delimiter,
    newline: lineEnd,
    step: ({ data: [cells = []], errors, meta }: Papa.ParseStepResult<string[][]>) => {
      const isOpen = errors.some(({ code }) => code === 'MissingQuotes');
      isTorn = hasStrayQuote(errors) && (isOpen || text.slice(end, start + meta.cursor - 1).includes(lineEnd));
      if (isTorn) return parser.abort();
      end = start + meta.cursor;
      rows.push({ cells: withoutReturn(cells), end, isOpen });
    },
  });
  const { errors } = parser.parse(start === 0 ? text : text.slice(start), 0, !isLast);
  return isTorn || hasStrayQuote(errors) ? end : undefined;
}

const hasStrayQuote = (errors: readonly Papa.ParseError[]): boolean => errors.some(({ code }) => code === 'InvalidQuotes');

function readPlainLine(text: string, start: number, { delimiter, lineEnd }: LinesForm): ParsedRow {
  const found = text.indexOf(lineEnd, start);
  const end = found === -1 ? text.length : found;
  return { cells: withoutReturn(text.slice(start, end).split(delimiter)), end: Math.min(end + 1, text.length), isOpen: false };
}

/** What is left of `\r\n` behind the last cell is taken away. */
function withoutReturn(cells: string[]): string[] {
  const last = cells.at(-1);
  if (last?.endsWith('\r')) cells[cells.length - 1] = last.slice(0, -1);
  return cells;
}
