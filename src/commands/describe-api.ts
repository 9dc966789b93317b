import { z } from 'zod';
import { DEFAULT_WINDOW, windowKeys } from '../domain/compliance/window.ts';
import { formatCount } from '../domain/count-text.ts';
import { explanationsAnswer } from '../domain/explanation/explanation-answer.ts';
import { agreementAnswer } from '../domain/figures/agreement-answer.ts';
import { BADGE_STYLES } from '../domain/figures/badge.ts';
import { complianceAnswer } from '../domain/figures/compliance-answer.ts';
import { monthsAnswer } from '../domain/month/month-figures.ts';
import { badgeEndpointAnswer, heartbeatAnswer, problemAnswer, recordingAnswer } from './api-answers.ts';
import { eventInput } from './event-input.ts';
import { MOST_EVENTS } from './record-events.ts';

type JsonObject = Record<string, unknown>;

export interface ApiParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly description: string;
  readonly schema: JsonObject;
}

export interface ApiOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly security: readonly JsonObject[];
  readonly parameters?: readonly ApiParameter[];
  readonly requestBody?: JsonObject;
  readonly responses: Readonly<Record<string, JsonObject>>;
}

/** A description of the API by OpenAPI 3.1. */
export interface ApiDescription {
  readonly openapi: string;
  readonly info: JsonObject;
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonObject>>; readonly securitySchemes: JsonObject };
}

/** Describes the API, from the same schemas that check what comes in and that tests hold the answers to. */
export function describeApi(baseUrl: string): ApiDescription {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Kept',
      version: '1',
      summary: 'Promises about answering, and whether they are kept.',
      description: `Figures are public and readable from any site. Events are sent with an API key of the company. All is explained at ${baseUrl}/api.`,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: baseUrl }],
    paths: {
      '/api/v1/events': { post: EVENTS },
      '/api/v1/heartbeat': { post: HEARTBEAT },
      '/api/v1/companies/{company}/compliance': { get: COMPLIANCE },
      '/api/v1/companies/{company}/agreement': { get: AGREEMENT },
      '/api/v1/companies/{company}/months': { get: MONTHS },
      '/api/v1/companies/{company}/explanations': { get: EXPLANATIONS },
      '/live/{company}': { get: LIVE },
      '/badge/{company}.{format}': { get: describeBadge('a company: how many of its promises it keeps', [COMPANY, FORMAT]) },
      '/badge/{company}/{channel}.{format}': {
        get: describeBadge('one channel: the promise, and whether it is kept', [COMPANY, CHANNEL, FORMAT]),
      },
    },
    components: {
      schemas: {
        Event: toSchema(eventInput, 'input'),
        Recording: toSchema(recordingAnswer),
        Heartbeat: toSchema(heartbeatAnswer),
        Compliance: toSchema(complianceAnswer),
        Agreement: toSchema(agreementAnswer),
        Months: toSchema(monthsAnswer),
        Explanations: toSchema(explanationsAnswer),
        BadgeEndpoint: toSchema(badgeEndpointAnswer),
        Problem: toSchema(problemAnswer),
      },
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key that an admin of the company made under “Sources”.' },
      },
    },
  };
}

function toSchema(schema: z.ZodType, io: 'input' | 'output' = 'output'): JsonObject {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}

const reference = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });
const json = (description: string, name: string): JsonObject => ({
  description,
  content: { 'application/json': { schema: reference(name) } },
});
const problem = (description: string): JsonObject => ({
  description,
  content: { 'application/problem+json': { schema: reference('Problem') } },
});

const COMPANY: ApiParameter = {
  name: 'company',
  in: 'path',
  required: true,
  description: 'The company’s name as in the address of its page.',
  schema: { type: 'string' },
};
const CHANNEL: ApiParameter = {
  name: 'channel',
  in: 'path',
  required: true,
  description: 'Id of a channel of the company’s agreement.',
  schema: { type: 'string' },
};
const FORMAT: ApiParameter = {
  name: 'format',
  in: 'path',
  required: true,
  description: 'A picture, or the form that shields’ endpoint badge reads.',
  schema: { type: 'string', enum: ['svg', 'json'] },
};
const WINDOW: ApiParameter = {
  name: 'window',
  in: 'query',
  description: 'The days that are counted, until now, by the company’s own midnight.',
  schema: { type: 'string', enum: windowKeys, default: DEFAULT_WINDOW },
};
const UNKNOWN_COMPANY = problem('There is no such company.');
const KEY_PROBLEMS = {
  '401': problem('The API key is missing, wrong or revoked.'),
  '429': problem('Too many requests; `Retry-After` says when to go on.'),
};

const EVENTS: ApiOperation = {
  operationId: 'recordEvents',
  summary: 'Send events',
  description: `Records up to ${formatCount(MOST_EVENTS)} events or 5 MB. Each event is judged by itself: good ones are kept when others are bad, and one that is known already changes nothing, so a batch may always be sent again.`,
  security: [{ apiKey: [] }],
  requestBody: {
    required: true,
    content: {
      'application/json': { schema: { oneOf: [{ type: 'array', maxItems: MOST_EVENTS, items: reference('Event') }, reference('Event')] } },
      'application/x-ndjson': { schema: { type: 'string', description: 'One event a line.' } },
    },
  },
  responses: {
    '200': json('What became of each event.', 'Recording'),
    '400': problem('The body is not JSON.'),
    ...KEY_PROBLEMS,
    '413': problem('Too many events or too large a body.'),
    '415': problem('The body is of another type, or encoded.'),
    '422': problem('A single event, sent without a list, was refused.'),
  },
};

const HEARTBEAT: ApiOperation = {
  operationId: 'sendHeartbeat',
  summary: 'Say that the source is alive',
  description: 'For a source with nothing to tell: figures without a sign of life for 48 hours are shown as stale. The body is empty.',
  security: [{ apiKey: [] }],
  responses: { '200': json('Noted.', 'Heartbeat'), ...KEY_PROBLEMS },
};

const COMPLIANCE: ApiOperation = {
  operationId: 'readCompliance',
  summary: 'Read a company’s figures',
  description:
    'The same figures as on the company’s page, right at the second they are read. Answers carry a strong `ETag`; ask with `If-None-Match`.',
  security: [],
  parameters: [COMPANY, WINDOW],
  responses: { '200': json('The figures.', 'Compliance'), '404': UNKNOWN_COMPANY, '422': problem('The window is unknown.') },
};

const AGREEMENT: ApiOperation = {
  operationId: 'readAgreement',
  summary: 'Read a company’s agreement',
  description: 'The version in force, the one that is announced, and when each version that was ever published was in force.',
  security: [],
  parameters: [COMPANY],
  responses: { '200': json('The agreement.', 'Agreement'), '404': UNKNOWN_COMPANY },
};

const MONTHS: ApiOperation = {
  operationId: 'readMonths',
  summary: 'Read a company’s published months',
  description:
    'The exact counts of each finished month as they were fixed seven days after its end, newest first, and by which version of the rules and of the time zone data they were computed. They never change afterwards.',
  security: [],
  parameters: [COMPANY],
  responses: { '200': json('The months.', 'Months'), '404': UNKNOWN_COMPANY },
};

const EXPLANATIONS: ApiOperation = {
  operationId: 'readExplanations',
  summary: 'Read what a company says about its breaches',
  description:
    'The company’s own words about periods in which it broke promises. They change no figure. When one was changed or withdrawn is said; its words of before are not public.',
  security: [],
  parameters: [COMPANY],
  responses: { '200': json('The explanations.', 'Explanations'), '404': UNKNOWN_COMPANY },
};

const LIVE: ApiOperation = {
  operationId: 'listen',
  summary: 'Hear when something changed',
  description:
    'Server-sent events. Each event `changed` has data such as `{"company":"acme","at":"2026-03-02T09:00:00Z"}` and says that figures or words may have changed, by a message or by time alone: read them again. At most two a second. After a break one is sent at once to who returns with `Last-Event-ID`.',
  security: [],
  parameters: [COMPANY],
  responses: {
    '200': { description: 'The stream.', content: { 'text/event-stream': { schema: { type: 'string' } } } },
    '404': UNKNOWN_COMPANY,
    '429': problem('Too many streams from one network.'),
    '503': problem('Too many streams altogether.'),
  },
};

function describeBadge(what: string, path: readonly ApiParameter[]): ApiOperation {
  return {
    operationId: path.includes(CHANNEL) ? 'readChannelBadge' : 'readCompanyBadge',
    summary: `A badge of ${what}`,
    description:
      'Always answered with 200, as image proxies show nothing else: what is wrong stands on the badge, and as its code in the header `Kept-Problem`.',
    security: [],
    parameters: [
      ...path,
      { name: 'style', in: 'query', description: 'How it is drawn.', schema: { type: 'string', enum: BADGE_STYLES, default: 'flat' } },
      WINDOW,
      {
        name: 'label',
        in: 'query',
        description: 'In the place of the name, at most 60 characters; empty leaves it out.',
        schema: { type: 'string', maxLength: 60 },
      },
    ],
    responses: {
      '200': {
        description: 'The badge.',
        content: { 'image/svg+xml': { schema: { type: 'string' } }, 'application/json': { schema: reference('BadgeEndpoint') } },
      },
    },
  };
}
