/**
 * A line of CSV (RFC 4180), with its line end. A text that a spreadsheet would run as a formula (it begins with `=`, `+`, `-`, `@`, a
 * tab or a line end) gets an apostrophe before it, as OWASP advises; numbers stay numbers.
 */
export function formatCsvLine(cells: readonly (string | number)[]): string {
  return `${cells.map(formatCell).join(',')}\r\n`;
}

function formatCell(cell: string | number): string {
  if (typeof cell === 'number') return String(cell);
  const safe = /^[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
