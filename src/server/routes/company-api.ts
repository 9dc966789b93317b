import type { IncomingMessage, ServerResponse } from 'node:http';
import { describeApi } from '../../commands/describe-api.ts';
import { AppError } from '../../commands/errors.ts';
import { DEFAULT_WINDOW } from '../../domain/compliance/window.ts';
import { toExplanationAnswer } from '../../domain/explanation/explanation-answer.ts';
import { toAgreementAnswer } from '../../domain/figures/agreement-answer.ts';
import { toComplianceAnswer } from '../../domain/figures/compliance-answer.ts';
import { toMonthsAnswer } from '../../domain/month/month-figures.ts';
import { parseWindow } from '../../http/badge-address.ts';
import { LIVE_CACHING, PUBLIC_HEADERS } from '../../http/cache-rules.ts';
import { makeEntityTag, matchesEntityTag } from '../../http/entity-tag.ts';
import { isReading } from '../../http/is-reading.ts';
import { readPublishedMonths } from '../../views/published-months.ts';
import { readAllExplanations } from '../../views/read-explanations.ts';
import type { App } from '../app.ts';
import type { HeldReport } from '../report-cache.ts';
import type { RouteHandler } from '../request-handler.ts';

const COMPANY = /^\/api\/v1\/companies\/([^/]+)\/(compliance|agreement|months|explanations)$/;

/** What the API tells to anybody, from any site: a company's figures, its agreement, and the description of the API itself. */
export const handlePublicApi: RouteHandler = async (app, request, response, url) => {
  const match = COMPANY.exec(url.pathname);
  const isDescription = url.pathname === '/api/openapi.json';
  if (match === null && !isDescription) return false;
  response.setHeader('Access-Control-Allow-Origin', '*');
  if (request.method === 'OPTIONS') {
    response
      .writeHead(204, { Allow: 'GET, HEAD, OPTIONS', 'Access-Control-Allow-Methods': 'GET, HEAD', 'Access-Control-Max-Age': '86400' })
      .end();
    return true;
  }
  checkMethod(request, response);
  if (match === null) send(request, response, describeApi(app.config.baseUrl));
  else send(request, response, await answerCompany(app, decodeURIComponent(match[1] ?? ''), match[2] ?? '', url));
  return true;
};

function checkMethod(request: IncomingMessage, response: ServerResponse): void {
  if (isReading(request)) return;
  response.setHeader('Allow', 'GET, HEAD, OPTIONS');
  throw new AppError('method-not-allowed', `This address does not answer ${request.method}.`, 'Use GET to read it.');
}

async function answerCompany(app: App, slug: string, wanted: string, url: URL): Promise<object> {
  if (wanted === 'months') return answerMonths(app, slug);
  if (wanted === 'explanations') return answerExplanations(app, slug);
  if (wanted === 'agreement') {
    const { report } = getReport(await app.reports.find(slug, DEFAULT_WINDOW), slug);
    return toAgreementAnswer(report, `${app.config.baseUrl}/${report.company.slug}`);
  }
  const { report } = getReport(await app.reports.find(slug, parseWindow(url.searchParams)), slug);
  return toComplianceAnswer(report, await app.reports.findExplanations(report));
}

async function answerMonths(app: App, slug: string): Promise<object> {
  const { report } = getReport(await app.reports.find(slug, DEFAULT_WINDOW), slug);
  return toMonthsAnswer(report.company.slug, await readPublishedMonths(app.services.db, report.company.id));
}

async function answerExplanations(app: App, slug: string): Promise<object> {
  const { report } = getReport(await app.reports.find(slug, DEFAULT_WINDOW), slug);
  const explanations = await app.services.read((db) => readAllExplanations(db, report.company.id));
  return { company: report.company.slug, explanations: explanations.map(toExplanationAnswer) };
}

function getReport(held: HeldReport | undefined, slug: string): HeldReport {
  if (held === undefined)
    throw new AppError('not-found', `There is no company “${slug}”.`, 'Use the company’s name as in the address of its page.');
  return held;
}

function send(request: IncomingMessage, response: ServerResponse, answer: object): void {
  const body = Buffer.from(JSON.stringify(answer));
  const tag = makeEntityTag(body);
  const headers = { ...PUBLIC_HEADERS, ETag: tag, 'Cache-Control': LIVE_CACHING };
  if (matchesEntityTag(request.headers['if-none-match'], tag)) {
    response.writeHead(304, headers).end();
    return;
  }
  response.writeHead(200, { ...headers, 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': body.length });
  response.end(request.method === 'HEAD' ? undefined : body);
}
