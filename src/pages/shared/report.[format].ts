import type { APIRoute } from 'astro';
import { openShareLink } from '../../commands/open-share-link.ts';
import { answerReportFile } from '../_report-file.ts';
import { readSharedPeriod } from '../_shared-report.ts';

/** The one report that a link opens, as a file. */
export const GET: APIRoute = async ({ locals: { ctx, services }, params, rewrite, url }) => {
  const token = url.searchParams.get('token') ?? '';
  const shared = await openShareLink(ctx, token);
  return answerReportFile({
    format: params['format'],
    company: shared.company,
    period: shared.period,
    report: () => readSharedPeriod(ctx, shared),
    query: url.searchParams,
    page: () => rewrite(`/shared?${new URLSearchParams({ token })}`),
    printPdf: services.printPdf,
  });
};
