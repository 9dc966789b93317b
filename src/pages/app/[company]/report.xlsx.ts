import type { APIRoute } from 'astro';
import { authorise } from '../../../commands/company-command.ts';
import { nameReportFile, readReportQuery } from '../../../http/report-query.ts';
import { listReportTables } from '../../../render/report-tables.ts';
import { writeSpreadsheet } from '../../../render/table-files.ts';
import { readPeriodReport } from '../../../views/report/read-period-report.ts';

/** Every table of the report that the same query asks for, as a spreadsheet. */
export const GET: APIRoute = async ({ locals: { ctx }, params, url }) => {
  const company = await authorise(ctx, params['company'] ?? '', 'viewer');
  const { period, channelIds } = readReportQuery(url.searchParams, company.timeZone, ctx.now);
  const report = await readPeriodReport(ctx.db, company, period, channelIds, ctx.now);
  const file = await writeSpreadsheet(listReportTables(report, company));
  return new Response(new Uint8Array(file), {
    headers: {
      'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'Content-Disposition': `attachment; filename="${nameReportFile(company.slug, period, 'xlsx')}"`,
    },
  });
};
