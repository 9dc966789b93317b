import { isReading } from '../../http/is-reading.ts';
import { findCompanyLogo } from '../../store/company-logo.ts';
import type { RouteHandler } from '../request-handler.ts';

/** How long a logo may be shown without asking again: short enough to be live, and an answer that nothing changed is cheap. */
const CACHE_SECONDS = 300;

/** `GET /logo/{company}`: the picture, by the kind that its bytes were found to be when it was uploaded. */
export const handleLogo: RouteHandler = async (app, request, response, url) => {
  const slug = /^\/logo\/([a-z0-9-]+)$/.exec(url.pathname)?.[1];
  if (slug === undefined) return false;
  if (!isReading(request)) {
    response.writeHead(405, { Allow: 'GET, HEAD' }).end();
    return true;
  }
  const logo = await findCompanyLogo(app.services.db, slug);
  if (logo === undefined) {
    response.writeHead(404, { 'Cache-Control': `public, max-age=${CACHE_SECONDS}`, 'Content-Type': 'text/plain' }).end('No logo.');
    return true;
  }
  const etag = `"${logo.digest}"`;
  response.setHeader('ETag', etag);
  response.setHeader('Cache-Control', `public, max-age=${CACHE_SECONDS}`);
  response.setHeader('X-Content-Type-Options', 'nosniff');
  // Opened by itself it is a picture and nothing else, whatever else its bytes might mean.
  response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
  const isKnown = (request.headers['if-none-match'] ?? '').split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
  if (isKnown) {
    response.writeHead(304).end();
    return true;
  }
  response.writeHead(200, { 'Content-Type': logo.contentType, 'Content-Length': logo.content.length });
  response.end(request.method === 'HEAD' ? undefined : logo.content);
  return true;
};
