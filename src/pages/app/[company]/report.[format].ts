import type { APIRoute } from 'astro';
import { authorise } from '../../../commands/company-command.ts';
import { readReportQuery, writeReportQuery } from '../../../http/report-query.ts';
import { readPeriodReport } from '../../../views/report/read-period-report.ts';
import { answerReportFile } from '../../_report-file.ts';

/** The report that the same query asks its page for, as a file. */
export const GET: APIRoute = async ({ locals: { ctx, services }, params, rewrite, url }) => {
  const company = await authorise(ctx, params['company'] ?? '', 'viewer');
  const { period, channelIds } = readReportQuery(url.searchParams, company.timeZone, ctx.now);
  return answerReportFile({
    format: params['format'],
    company,
    period,
    report: () => readPeriodReport(ctx.db, company, period, channelIds, ctx.now),
    query: url.searchParams,
    page: () => rewrite(`/app/${company.slug}/report?${writeReportQuery({ period, channelIds })}`),
    printPdf: services.printPdf,
  });
};
