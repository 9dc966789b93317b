import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent';
import { DeliveryFailure } from '../../domain/alert/destination.ts';

const MOST_MILLISECONDS = 10_000;
const MOST_BYTES = 64 * 1024;

export type PostJson = (url: string, body: string, headers?: Record<string, string>) => Promise<void>;

/**
 * Makes a function that posts JSON to addresses that somebody else has chosen. Every connection is checked for where it leads: to no private,
 * loopback, link-local or otherwise special network, unless `allowPrivate`. No redirect is followed, and an answer may take 10 seconds and
 * 64 KiB. Anything but 2xx is a failure; what cannot become better by trying again is final.
 */
export function createPostJson({ allowPrivate }: { allowPrivate: boolean }): PostJson {
  const rules = { allowPrivateIPAddress: allowPrivate, allowMetaIPAddress: false, keepAlive: false };
  const agents = { 'http:': new RequestFilteringHttpAgent(rules), 'https:': new RequestFilteringHttpsAgent(rules) };
  return async (url, body, headers = {}) => {
    const address = URL.parse(url);
    if (address?.protocol !== 'http:' && address?.protocol !== 'https:')
      throw new DeliveryFailure('The address is not one of the web.', true);
    const status = await post(address, agents[address.protocol], body, headers);
    if (status < 200 || status > 299) throw new DeliveryFailure(explainStatus(status), isFinal(status));
  };
}

function post(
  url: URL,
  agent: RequestFilteringHttpAgent | RequestFilteringHttpsAgent,
  body: string,
  headers: Record<string, string>,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const options = {
      method: 'POST',
      agent,
      signal: AbortSignal.timeout(MOST_MILLISECONDS),
      headers: { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body), 'User-Agent': 'Kept', ...headers },
    };
    const sent = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, options);
    sent.once('error', (error: NodeJS.ErrnoException) => reject(new DeliveryFailure(explainError(error))));
    sent.once('response', (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > MOST_BYTES) response.destroy();
      });
      // The status is all that counts; whoever sends a longer or a broken answer has told it already.
      response.once('close', () => resolve(response.statusCode ?? 0));
      response.on('error', () => {});
    });
    sent.end(body);
  });
}

function explainStatus(status: number): string {
  if (status >= 300 && status < 400) return `The receiver answered ${status} and sends elsewhere; that is not followed.`;
  return `The receiver answered ${status}.`;
}

/** A refusal of the request itself, but for those that time may mend. */
const isFinal = (status: number): boolean => status >= 300 && status < 500 && ![408, 425, 429].includes(status);

/** The error's own words may hold the address, which is a secret. */
function explainError(error: NodeJS.ErrnoException): string {
  if (/is not allowed/.test(error.message)) return 'The address leads into a private network, where nothing is sent.';
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'The receiver did not answer within 10 seconds.';
  if (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN') return 'The name in the address was not found.';
  if (error.code === 'ECONNREFUSED') return 'The receiver took no connection.';
  return `The connection failed${error.code === undefined ? '' : ` (${error.code})`}.`;
}
