import writeXlsxFile, { type Cell } from 'write-excel-file/node';
import { formatCsvLines } from './csv-lines.ts';
import type { Column, ReportTable } from './report-tables/report-table.ts';

/** A table as CSV in UTF-8 with its mark, as spreadsheets expect it. */
export function writeCsv({ columns, rows }: ReportTable): string {
  return `\uFEFF${formatCsvLines([columns.map(({ heading }) => heading), ...rows])}`;
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
