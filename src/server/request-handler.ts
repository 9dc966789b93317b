import type { IncomingMessage, ServerResponse } from 'node:http';
import sirv from 'sirv';
import { findClientAddress } from '../http/client-address.ts';
import type { App } from './app.ts';
import { handleHealth } from './routes/health.ts';

/** The handler that Astro's build exports. */
export type AstroHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
  locals: object,
) => void | Promise<void>;

/** Answers a request, or returns false to leave it to the next one. */
export type RouteHandler = (app: App, request: IncomingMessage, response: ServerResponse, url: URL) => boolean | Promise<boolean>;

/** What answers before any page machinery, by the first part of the path. */
const ROUTES: Record<string, RouteHandler> = {
  healthz: handleHealth,
};

/** The whole server: our own routes, then static files, then Astro's pages. */
export function createRequestHandler(app: App, clientDir: string, astro: AstroHandler) {
  const serveFile = sirv(clientDir, {
    etag: true,
    setHeaders: (response, pathname) => {
      if (pathname.startsWith('/_astro/')) response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
      response.setHeader('X-Content-Type-Options', 'nosniff');
    },
  });
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (await answerRoute(app, request, response)) return;
    const locals = { services: app.services, address: findClientAddress(request, app.config.trustedProxies) };
    const renderPage = () => astro(request, response, () => response.writeHead(404).end(), locals);
    serveFile(request, response, () => void renderPage());
  };
}

/** Answers from our own routes; false when none of them is meant. */
export async function answerRoute(app: App, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  const path = request.url ?? '/';
  const first = path.slice(1, indexOfEnd(path));
  const route = ROUTES[first];
  if (route === undefined) return false;
  return route(app, request, response, new URL(path, 'http://localhost'));
}

function indexOfEnd(path: string): number {
  const end = path.slice(1).search(/[/?.]/);
  return end === -1 ? path.length : end + 1;
}
