import Papa from 'papaparse';

/** What a spreadsheet takes for the beginning of a formula, full width forms included. */
const FORMULA = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;

const LINE_END = '\r\n';

/**
 * Lines of CSV (RFC 4180), each with its line end. A text that a spreadsheet would run as a formula gets an apostrophe before it, as OWASP advises;
 * numbers stay numbers.
 */
export function formatCsvLines(rows: readonly (readonly (string | number | null)[])[]): string {
  if (rows.length === 0) return '';
  return `${Papa.unparse(
    rows.map((row) => row.map(defuse)),
    { newline: LINE_END },
  )}${LINE_END}`;
}

const defuse = (cell: string | number | null) => (typeof cell === 'string' && FORMULA.test(cell) ? `'${cell}` : cell);
