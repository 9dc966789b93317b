import type { IncomingMessage, ServerResponse } from 'node:http';
import { isReading, wantsNewest } from '../http/is-reading.ts';
import type { Services } from '../http/services.ts';

/** Answers a page that was drawn for others in this second, for who sends no cookie and so is not signed in; false for anything else. */
export function answerWarmPage({ pages, now }: Services, request: IncomingMessage, response: ServerResponse): boolean {
  if (!isReading(request) || request.headers.cookie !== undefined) return false;
  const page = pages.findAnswer(request.url ?? '', now(), wantsNewest(request));
  if (page === undefined) return false;
  response.writeHead(200, [...page.headers.flat(), 'Content-Length', String(page.body.byteLength)]);
  response.end(request.method === 'HEAD' ? undefined : page.body);
  return true;
}
