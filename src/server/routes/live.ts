import type { IncomingMessage, ServerResponse } from 'node:http';
import { authorise } from '../../commands/company-command.ts';
import { AppError } from '../../commands/errors.ts';
import { findClientNetwork } from '../../domain/account/client-network.ts';
import { DEFAULT_WINDOW } from '../../domain/compliance/window.ts';
import { findClientAddress } from '../../http/client-address.ts';
import { buildContext } from '../../http/services.ts';
import { readSessionOfRequest } from '../../http/session.ts';
import type { App } from '../app.ts';
import type { RouteHandler } from '../request-handler.ts';

/** How long a member listens before they are asked again who they are. */
const MEMBER_SECONDS = 600;

/**
 * `GET /live/{company}`: server-sent events that say when to read the company's page, badge or figures again; `live-streams.ts` says how.
 * `GET /live/{company}/queue` says the same to agents and above, also before there is anything in public.
 */
export const handleLive: RouteHandler = async (app, request, response, url) => {
  if (request.method !== 'GET') {
    response.setHeader('Allow', 'GET');
    throw new AppError('method-not-allowed', `A live stream does not answer ${request.method}.`, 'Use GET, or EventSource in a browser.');
  }
  const ofMembers = /^\/live\/([a-z0-9-]+)\/queue$/.exec(url.pathname)?.[1];
  if (ofMembers !== undefined) return openForMember(app, request, response, ofMembers);
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
  app.live.open({ company: { id, slug: current }, network, isReturning: isReturning(request) }, response);
  return true;
};

async function openForMember(app: App, request: IncomingMessage, response: ServerResponse, asked: string): Promise<true> {
  const visitor = { address: findClientAddress(request, app.config.trustedProxies), userAgent: request.headers['user-agent'] ?? '' };
  const signedIn = await readSessionOfRequest(app.services, request, visitor);
  const ctx = buildContext(app.services, { actor: signedIn?.actor ?? { kind: 'anonymous' }, ...visitor });
  const { id, slug } = await authorise(ctx, asked, 'agent');
  const network = `member ${signedIn?.user.id}`;
  app.live.open({ company: { id, slug }, network, isReturning: isReturning(request), forSeconds: MEMBER_SECONDS }, response);
  return true;
}

const isReturning = (request: IncomingMessage): boolean => request.headers['last-event-id'] !== undefined;
