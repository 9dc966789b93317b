import type { IncomingMessage } from 'node:http';
import { AppError } from '../../commands/errors.ts';
import type { App } from '../app.ts';
import type { RouteHandler } from '../request-handler.ts';
import { handlePublicApi } from './company-api.ts';
import { answerEvents, answerHeartbeat } from './events.ts';

/** Answers one address of the API with JSON, or a value that becomes JSON. What it throws becomes problem details. */
export type ApiHandler = (app: App, request: IncomingMessage, url: URL) => Promise<unknown>;

const HANDLERS: Readonly<Record<string, { readonly method: 'POST'; readonly answer: ApiHandler }>> = {
  '/api/v1/events': { method: 'POST', answer: answerEvents },
  '/api/v1/heartbeat': { method: 'POST', answer: answerHeartbeat },
};

/** The API's addresses that answer before Astro; all others are left to the next. */
export const handleApi: RouteHandler = async (app, request, response, url) => {
  const handler = HANDLERS[url.pathname];
  if (handler === undefined) {
    if (await handlePublicApi(app, request, response, url)) return true;
    if (!url.pathname.startsWith('/api/v1')) return false;
    throw new AppError('not-found', `The API has no address ${url.pathname}.`, `All of them are described at ${app.config.baseUrl}/api.`);
  }
  if (request.method !== handler.method) {
    response.setHeader('Allow', handler.method);
    const message = `${url.pathname} answers ${handler.method}, not ${request.method}.`;
    throw new AppError('method-not-allowed', message, `Send the request with ${handler.method}.`);
  }
  const value = await handler.answer(app, request, url);
  const answer = value instanceof Uint8Array ? value : JSON.stringify(value);
  response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(answer);
  return true;
};
