import { AppError } from '../commands/errors.ts';
import type { Period } from '../domain/report/period.ts';
import type { PeriodReport } from '../domain/report/period-report.ts';
import { nameReportFile } from '../http/report-query.ts';
import type { Services } from '../http/services.ts';
import { listReportTables } from '../render/report-tables/list-report-tables.ts';
import { writeCsv, writeSpreadsheet } from '../render/table-files.ts';

const PAPERS = ['A4', 'letter'] as const;

/** A report that is asked for as a file. */
export interface AskedFile {
  /** `csv`, `xlsx` or `pdf`; anything else is not found. */
  readonly format: string | undefined;
  readonly company: { readonly slug: string; readonly name: string; readonly timeZone: string };
  readonly period: Period;
  readonly report: () => Promise<PeriodReport>;
  /** `table` for CSV, `paper` for PDF. */
  readonly query: URLSearchParams;
  /** The page that is printed. */
  readonly page: () => Promise<Response>;
  readonly printPdf: Services['printPdf'];
}

/** Answers with a report as a file, whoever may see it. @throws AppError `not-found`, and of printing. */
export async function answerReportFile(asked: AskedFile): Promise<Response> {
  const { format, company } = asked;
  if (format === 'pdf') return answerPdf(asked);
  if (format !== 'csv' && format !== 'xlsx') throw new AppError('not-found', 'A report has no such file.', 'Ask for pdf, xlsx or csv.');
  const report = await asked.report();
  const tables = listReportTables(report, company);
  if (format === 'xlsx') {
    const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
    return toFile(
      new Uint8Array(await writeSpreadsheet(tables)),
      type,
      `attachment; filename="${nameReportFile(company.slug, asked.period, 'xlsx')}"`,
    );
  }
  const table = tables.find(({ key }) => key === (asked.query.get('table') ?? 'promises'));
  if (table === undefined) {
    throw new AppError('not-found', 'A report has no such table.', `Ask for one of: ${tables.map(({ key }) => key).join(', ')}.`);
  }
  const name = nameReportFile(company.slug, asked.period, `${table.key}.csv`);
  return toFile(writeCsv(table), 'text/csv; charset=utf-8; header=present', `attachment; filename="${name}"`);
}

/** As its page prints, `?paper=A4` or `?paper=letter`. */
async function answerPdf({ company, period, query, page, printPdf }: AskedFile): Promise<Response> {
  const paper = PAPERS.find((one) => one.toLowerCase() === query.get('paper')?.toLowerCase()) ?? 'A4';
  const pdf = await printPdf(await (await page()).text(), paper);
  return toFile(Buffer.from(pdf), 'application/pdf', `inline; filename="${nameReportFile(company.slug, period, 'pdf')}"`);
}

const toFile = (body: BodyInit, type: string, disposition: string): Response =>
  new Response(body, { headers: { 'Content-Type': type, 'Content-Disposition': disposition } });
