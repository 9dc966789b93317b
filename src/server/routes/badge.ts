import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError, isAppError } from '../../commands/errors.ts';
import { type Badge, describeChannelBadge, describeCompanyBadge, describeProblemBadge } from '../../domain/figures/badge.ts';
import { type BadgeAddress, parseBadgeAddress, wantsJson } from '../../http/badge-address.ts';
import { LIVE_CACHING, PUBLIC_HEADERS } from '../../http/cache-rules.ts';
import { makeEntityTag, matchesEntityTag } from '../../http/entity-tag.ts';
import { isReading, wantsNewest } from '../../http/is-reading.ts';
import { toBadgeEndpoint } from '../../render/badge-endpoint.ts';
import { renderBadgeSvg } from '../../render/badge-svg.ts';
import type { App } from '../app.ts';
import type { BadgeAnswer, BadgeCache } from '../badge-cache.ts';
import { logFailure } from '../log-failure.ts';
import type { HeldReport } from '../report-cache.ts';
import type { RouteHandler } from '../request-handler.ts';

/** Answers a badge that is in memory, without reading its address; false for anything else. The whole of a warm badge's work. */
export function answerWarmBadge(badges: BadgeCache, request: IncomingMessage, response: ServerResponse): boolean {
  if (!isReading(request)) return false;
  const answer = badges.get(request.url ?? '', () => wantsNewest(request));
  if (answer === undefined) return false;
  send(request, response, answer);
  return true;
}

/**
 * `GET /badge/{company}.svg`, `/badge/{company}/{channel}.svg`, and `.json` for shields' endpoint badge.
 * A badge is always answered, and always with 200: image proxies show nothing else. What went wrong stands on the badge, and as its code in
 * the header `Kept-Problem`.
 */
export const handleBadge: RouteHandler = async (app, request, response, url) => {
  if (!isReading(request)) {
    response.setHeader('Allow', 'GET, HEAD');
    throw new AppError('method-not-allowed', `A badge does not answer ${request.method}.`, 'Use GET to read it.');
  }
  try {
    send(request, response, await prepareAnswer(app, request.url ?? '', parseBadgeAddress(url)));
  } catch (error) {
    sendProblemBadge(app, request, response, url, error);
  }
  return true;
};

async function prepareAnswer(app: App, requested: string, address: BadgeAddress): Promise<BadgeAnswer> {
  const held = await app.reports.findCounts(address.company, address.window);
  const answer = toAnswer(makeBadge(address, held), address);
  if (held !== undefined) app.badges.set(requested, answer, held, () => prepareAnswer(app, requested, address));
  return answer;
}

function makeBadge(address: BadgeAddress, held: HeldReport | undefined): Badge {
  if (held === undefined)
    throw new AppError('not-found', 'no such company', 'Nobody goes by this name here. Check the address of the badge.');
  const badge = address.channel === undefined ? describeCompanyBadge(held.report) : describeChannelBadge(held.report, address.channel);
  if (badge === undefined) {
    const channels = held.report.figures.history.inForce?.content.channels.map(({ id }) => id) ?? [];
    const hint =
      channels.length === 0 ? 'No agreement is in force.' : `The channels of ${held.report.company.name} are ${channels.join(', ')}.`;
    throw new AppError('not-found', 'no such channel', hint);
  }
  return address.label === undefined ? badge : { ...badge, label: address.label };
}

function toAnswer(
  badge: Badge,
  { format, style }: Pick<BadgeAddress, 'format' | 'style'>,
  caching = LIVE_CACHING,
  problem?: string,
): BadgeAnswer {
  const text = format === 'json' ? JSON.stringify({ ...toBadgeEndpoint(badge), style }) : renderBadgeSvg(badge, style);
  const body = Buffer.from(text);
  const tag = makeEntityTag(body);
  const headersUnmodified = Object.entries({
    ETag: tag,
    'Cache-Control': caching,
    ...PUBLIC_HEADERS,
    ...(problem === undefined ? {} : { 'Kept-Problem': problem }),
  }).flat();
  const headers = [
    ...['Content-Type', format === 'json' ? 'application/json; charset=utf-8' : 'image/svg+xml; charset=utf-8'],
    ...['Content-Length', String(body.length)],
    // Opened by itself, the picture may not load or run anything.
    ...['Content-Security-Policy', "default-src 'none'; sandbox"],
    ...headersUnmodified,
  ];
  return { tag, body, headers, headersUnmodified };
}

function send(request: IncomingMessage, response: ServerResponse, answer: BadgeAnswer): void {
  const ifNoneMatch = request.headers['if-none-match'];
  if (ifNoneMatch !== undefined && matchesEntityTag(ifNoneMatch, answer.tag)) {
    response.writeHead(304, answer.headersUnmodified).end();
  } else {
    response.writeHead(200, answer.headers).end(request.method === 'HEAD' ? undefined : answer.body);
  }
}

function sendProblemBadge(app: App, request: IncomingMessage, response: ServerResponse, url: URL, error: unknown): void {
  const isExpected = isAppError(error);
  if (!isExpected) logFailure(`${request.method} ${url.pathname}`, error);
  const badge = isExpected
    ? describeProblemBadge(error.message, `${error.message}: ${error.hint} More at ${app.config.baseUrl}/api#badges.`)
    : describeProblemBadge('unavailable right now', 'Something went wrong on our side. It will be tried again at the next request.');
  const format = wantsJson(url) ? 'json' : 'svg';
  // A failure of ours must not stay in anybody's cache.
  const caching = isExpected ? LIVE_CACHING : 'no-store';
  send(request, response, toAnswer(badge, { format, style: 'flat' }, caching, isExpected ? error.code : 'unexpected'));
}
