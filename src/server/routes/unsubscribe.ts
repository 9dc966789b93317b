import { unsubscribeByLink } from '../../commands/unsubscribe-by-link.ts';
import { findClientAddress } from '../../http/client-address.ts';
import { buildContext } from '../../http/services.ts';
import { readUnsubscribeLink } from '../../http/unsubscribe-link.ts';
import type { RouteHandler } from '../request-handler.ts';

/**
 * `POST /unsubscribe?…`, which a program for mail sends when its user unsubscribes with one click (RFC 8058): without cookies, from
 * anywhere, and answered without a redirect. The link's token is the whole proof, so the body is not read. Pages and their forms are left to
 * Astro: to open the link changes nothing.
 */
export const handleUnsubscribe: RouteHandler = async (app, request, response, url) => {
  if (url.pathname !== '/unsubscribe' || request.method !== 'POST' || url.searchParams.has('_action')) return false;
  request.resume();
  const visitor = { address: findClientAddress(request, app.config.trustedProxies), userAgent: request.headers['user-agent'] ?? '' };
  await unsubscribeByLink(buildContext(app.services, { actor: { kind: 'anonymous' }, ...visitor }), readUnsubscribeLink(url));
  response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end('You are unsubscribed.\n');
  return true;
};
