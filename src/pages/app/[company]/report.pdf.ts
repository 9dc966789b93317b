import type { APIRoute } from 'astro';
import { authorise } from '../../../commands/company-command.ts';
import { nameReportFile, readReportQuery, writeReportQuery } from '../../../http/report-query.ts';

const PAPERS = ['A4', 'letter'] as const;

/** The report as it prints, `?paper=A4` or `?paper=letter`; otherwise as the page's address. */
export const GET: APIRoute = async ({ locals, params, rewrite, url }) => {
  const { ctx, services } = locals;
  const company = await authorise(ctx, params['company'] ?? '', 'viewer');
  const query = readReportQuery(url.searchParams, company.timeZone, ctx.now);
  const paper = PAPERS.find((one) => one.toLowerCase() === url.searchParams.get('paper')?.toLowerCase()) ?? 'A4';
  const page = await rewrite(`/app/${company.slug}/report?${writeReportQuery(query)}`);
  const pdf = await services.printPdf(await page.text(), paper);
  return new Response(Buffer.from(pdf), {
    headers: {
      'Content-Type': 'application/pdf',
      'Content-Disposition': `inline; filename="${nameReportFile(company.slug, query.period, 'pdf')}"`,
    },
  });
};
