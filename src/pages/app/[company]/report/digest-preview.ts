import type { APIRoute } from 'astro';
import { authorise } from '../../../../commands/company-command.ts';
import { DIGEST_KINDS, findDigestPeriod } from '../../../../domain/digest/digest-period.ts';

/** What a digest in a browser may do: look as it is written, and lead on. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The digest of the newest finished period as it would be mailed: `?kind=weekly` or `?kind=monthly`. */
export const GET: APIRoute = async ({ locals, params, url }) => {
  const { ctx, services } = locals;
  const company = await authorise(ctx, params['company'] ?? '', 'viewer');
  const kind = DIGEST_KINDS.find((one) => one === url.searchParams.get('kind')) ?? 'weekly';
  const { key } = findDigestPeriod(kind, company.timeZone, ctx.now);
  const html = await services.previewDigest(company, { kind, period: key });
  return new Response(html, { headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': POLICY } });
};
