import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Services } from '../http/services.ts';

const READING = new Set(['GET', 'HEAD']);

/** Answers a page that was drawn for others in this second, for who sends no cookie and so is not signed in; false for anything else. */
export function answerWarmPage({ pages, now }: Services, request: IncomingMessage, response: ServerResponse): boolean {
  if (!READING.has(request.method ?? '') || request.headers.cookie !== undefined) return false;
  const page = pages.findAnswer(request.url ?? '', now());
  if (page === undefined) return false;
  response.writeHead(200, [...page.headers.flat(), 'Content-Length', String(page.body.byteLength)]);
  response.end(request.method === 'HEAD' ? undefined : page.body);
  return true;
}
