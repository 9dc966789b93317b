import type { APIRoute } from 'astro';
import { authorise } from '../../../commands/company-command.ts';
import { AppError } from '../../../commands/errors.ts';
import { nameReportFile, readReportQuery } from '../../../http/report-query.ts';
import { listReportTables } from '../../../render/report-tables.ts';
import { writeCsv } from '../../../render/table-files.ts';
import { readPeriodReport } from '../../../views/report/read-period-report.ts';

/** One table of the report that the same query asks for: `?table=promises`. */
export const GET: APIRoute = async ({ locals: { ctx }, params, url }) => {
  const company = await authorise(ctx, params['company'] ?? '', 'viewer');
  const { period, channelIds } = readReportQuery(url.searchParams, company.timeZone, ctx.now);
  const report = await readPeriodReport(ctx.db, company, period, channelIds, ctx.now);
  const tables = listReportTables(report, company);
  const table = tables.find(({ key }) => key === (url.searchParams.get('table') ?? 'promises'));
  if (table === undefined) {
    throw new AppError('not-found', 'A report has no such table.', `Ask for one of: ${tables.map(({ key }) => key).join(', ')}.`);
  }
  return new Response(writeCsv(table), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8; header=present',
      'Content-Disposition': `attachment; filename="${nameReportFile(company.slug, period, `${table.key}.csv`)}"`,
    },
  });
};
