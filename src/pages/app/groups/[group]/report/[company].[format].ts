import type { APIRoute } from 'astro';
import { authoriseGroupReport } from '../../../../../commands/group-command.ts';
import { readReportQuery, writeReportQuery } from '../../../../../http/report-query.ts';
import { readPeriodReport } from '../../../../../views/report/read-period-report.ts';
import { answerReportFile } from '../../../../_report-file.ts';

/** The report of one company of a group, as a file. */
export const GET: APIRoute = async ({ locals: { ctx, services }, params, rewrite, url }) => {
  const { group, company } = await authoriseGroupReport(ctx, params['group'] ?? '', params['company'] ?? '');
  const { period, channelIds } = readReportQuery(url.searchParams, company.timeZone, ctx.now);
  return answerReportFile({
    format: params['format'],
    company,
    period,
    report: () => readPeriodReport(ctx.db, company, period, channelIds, ctx.now),
    query: url.searchParams,
    page: () => rewrite(`/app/groups/${group.id}/report/${company.slug}?${writeReportQuery({ period, channelIds })}`),
    printPdf: services.printPdf,
  });
};
