import { stringify } from 'csv-stringify/sync';
import writeXlsxFile, { type Cell } from 'write-excel-file/node';
import type { Column, ReportTable } from './report-tables.ts';

/** What a spreadsheet takes for the beginning of a formula, full width forms included. */
const FORMULA = /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;

/**
 * A table as CSV (RFC 4180) in UTF-8 with its mark, as spreadsheets expect it. Text that one of them would take for a formula gets an
 * apostrophe in front of it, which spreadsheets do not show.
 */
export function writeCsv({ columns, rows }: ReportTable): string {
  const defuse = (value: string | number | null) => (typeof value === 'string' && FORMULA.test(value) ? `'${value}` : value);
  return stringify(
    [columns.map(({ heading }) => heading), ...rows].map((row) => row.map(defuse)),
    { bom: true, record_delimiter: 'windows' },
  );
}

const FORMATS: Partial<Record<Column['type'], string>> = { count: '#,##0', share: '0.00%', date: 'yyyy-mm-dd' };
const WIDTHS: Record<Column['type'], number> = { text: 28, count: 12, share: 12, date: 12, any: 18 };

/** Tables as one spreadsheet, a sheet each: numbers are numbers, text is text whatever it looks like, and the first row stays in view. */
export function writeSpreadsheet(tables: readonly ReportTable[]): Promise<Buffer> {
  return writeXlsxFile(
    tables.map(({ title, columns, rows }) => ({
      sheet: title,
      stickyRowsCount: 1,
      columns: columns.map(({ type }) => ({ width: WIDTHS[type] })),
      data: [
        columns.map(({ heading }): Cell => ({ value: heading, type: String, fontWeight: 'bold', wrap: true })),
        ...rows.map((row) => row.map((value, index) => toCell(value, columns[index]?.type ?? 'any'))),
      ],
    })),
  ).toBuffer();
}

function toCell(value: string | number | null, type: Column['type']): Cell {
  if (value === null || value === '') return null;
  const format = FORMATS[type];
  if (type === 'date') return { value: new Date(`${value}T00:00:00Z`), type: Date, format: format ?? '' };
  if (typeof value === 'number') return { value, type: Number, ...(format === undefined ? {} : { format }) };
  return { value, type: String };
}
