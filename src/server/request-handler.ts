import type { IncomingMessage, ServerResponse } from 'node:http';
import sirv from 'sirv';
import { AppError, isAppError } from '../commands/errors.ts';
import { findClientAddress } from '../http/client-address.ts';
import { isReading } from '../http/is-reading.ts';
import { problemHeaders, toProblem } from '../http/problem.ts';
import { isConnectionError } from '../store/connection-error.ts';
import type { App } from './app.ts';
import { logFailure } from './log-failure.ts';
import { handleApi } from './routes/api.ts';
import { answerWarmBadge, handleBadge } from './routes/badge.ts';
import { handleHealth } from './routes/health.ts';
import { handleLive } from './routes/live.ts';
import { handleLogo } from './routes/logo.ts';
import { handleUnsubscribe } from './routes/unsubscribe.ts';
import { handleUpload } from './routes/upload.ts';
import { answerWarmPage } from './warm-page.ts';

/** The handler that Astro's build exports. */
export type AstroHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
  locals: object,
) => void | Promise<void>;

/** Answers a request, or returns false to leave it to the next one. What it throws is answered as a problem. */
export type RouteHandler = (app: App, request: IncomingMessage, response: ServerResponse, url: URL) => boolean | Promise<boolean>;

/** What answers before any page machinery, by the first part of the path. */
export const ROUTES: Readonly<Record<string, RouteHandler>> = {
  api: handleApi,
  badge: handleBadge,
  healthz: handleHealth,
  logo: handleLogo,
  unsubscribe: handleUnsubscribe,
  upload: handleUpload,
  live: handleLive,
};

/** How long a page's form may take to arrive; forms are small, and whoever is slower would hold a connection for nothing. */
const FORM_MILLISECONDS = 60_000;
const PAGE_METHODS = ['GET', 'HEAD', 'POST'];

/** The whole server: our own routes, then static files, then Astro's pages. Never throws. */
export function createRequestHandler(app: App, clientDir: string, astro: AstroHandler, formMilliseconds = FORM_MILLISECONDS) {
  const serveFile = sirv(clientDir, {
    etag: true,
    setHeaders: (response, pathname) => {
      if (pathname.startsWith('/_astro/')) response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
      response.setHeader('X-Content-Type-Options', 'nosniff');
    },
  });
  const renderPage = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const locals = { services: app.services, address: findClientAddress(request, app.config.trustedProxies) };
    const next = (error?: unknown) => {
      if (error !== undefined) return answerFailure(app, request, response, error);
      request.url = '/404';
      void astro(request, response, () => response.writeHead(404).end(), locals);
    };
    await astro(request, response, next, locals);
  };
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      if (answerWarmBadge(app.badges, request, response)) return;
      if (answerWarmPage(app.services, request, response)) return;
      // What is written may ask for a job.
      if (!isReading(request)) await app.started;
      if (await answerRoute(app, request, response)) return;
      checkPageMethod(request, response);
      limitArrival(request, formMilliseconds);
      await new Promise<void>((resolve, reject) => {
        response.once('close', resolve);
        serveFile(request, response, () => void renderPage(request, response).then(resolve, reject));
      });
    } catch (error) {
      answerFailure(app, request, response, error);
    }
  };
}

/**
 * Answers from our own routes; false when none of them is meant.
 * @throws AppError `malformed-request` when the address cannot be read, and what the route throws.
 */
export async function answerRoute(app: App, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  const url = readAddress(request);
  const route = ROUTES[/^\/([^/.]*)/.exec(url.pathname)?.[1] ?? ''];
  if (route === undefined) return false;
  return route(app, request, response, url);
}

/** The address asked for. Its host is always `localhost`: what the client calls us is no fact. */
function readAddress(request: IncomingMessage): URL {
  const path = request.url ?? '';
  const url = path.startsWith('/') && URL.canParse(`http://${request.headers.host}`) ? URL.parse(`http://localhost${path}`) : null;
  if (url === null || !isDecodable(url.pathname)) {
    throw new AppError('malformed-request', 'The address of this request cannot be read.', 'Check the address; escape special characters.');
  }
  return url;
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

function checkPageMethod(request: IncomingMessage, response: ServerResponse): void {
  if (PAGE_METHODS.includes(request.method ?? '')) return;
  response.setHeader('Allow', PAGE_METHODS.join(', '));
  throw new AppError('method-not-allowed', `A page does not answer ${request.method}.`, 'Use GET to read it.');
}

/** Ends the connection when the body has not arrived by then. */
function limitArrival(request: IncomingMessage, milliseconds: number): void {
  if (request.method !== 'POST') return;
  const late = setTimeout(() => request.destroy(), milliseconds);
  request.once('close', () => clearTimeout(late));
}

/** Answers with problem details, and logs what was not expected without the query or body, which may hold secrets. */
function answerFailure(app: App, request: IncomingMessage, response: ServerResponse, cause: unknown): void {
  // Whoever hung up needs no answer, and it is no failure of ours.
  if (request.destroyed && response.destroyed) return;
  if (!isAppError(cause)) logFailure(`${request.method} ${request.url?.split('?')[0]}`, cause);
  const error = isConnectionError(cause) ? sayUnavailable() : cause;
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const problem = toProblem(error, app.services.baseUrl);
  response.writeHead(problem.status, problemHeaders(error)).end(JSON.stringify(problem));
}

/** How long a standby takes to take over, roughly. */
const AWAY_SECONDS = 5;

function sayUnavailable(): AppError {
  const hint = `Send it again in ${AWAY_SECONDS} seconds. Events with the same ids are recorded once.`;
  return new AppError('unavailable', 'The database cannot be reached just now.', hint, { retryAfterSeconds: AWAY_SECONDS });
}
