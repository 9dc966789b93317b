import { AppError } from '../../commands/errors.ts';
import { findClientNetwork } from '../../domain/account/client-network.ts';
import { DEFAULT_WINDOW } from '../../domain/compliance/window.ts';
import { findClientAddress } from '../../http/client-address.ts';
import type { RouteHandler } from '../request-handler.ts';

/** `GET /live/{company}`: server-sent events that say when to read the company's page, badge or figures again; `live-streams.ts` says how. */
export const handleLive: RouteHandler = async (app, request, response, url) => {
  if (request.method !== 'GET') {
    response.setHeader('Allow', 'GET');
    throw new AppError('method-not-allowed', `A live stream does not answer ${request.method}.`, 'Use GET, or EventSource in a browser.');
  }
  const slug = /^\/live\/([^/]+)$/.exec(url.pathname)?.[1];
  const held = slug === undefined ? undefined : await app.reports.find(decodeURIComponent(slug), DEFAULT_WINDOW);
  if (held === undefined)
    throw new AppError(
      'not-found',
      'Nobody goes by this name here.',
      'Check the address: /live/ and the company’s name in its page’s address.',
    );
  const { id, slug: current } = held.report.company;
  const network = findClientNetwork(findClientAddress(request, app.config.trustedProxies));
  app.live.open({ company: { id, slug: current }, network, isReturning: request.headers['last-event-id'] !== undefined }, response);
  return true;
};
