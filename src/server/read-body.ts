import type { IncomingMessage } from 'node:http';
import { AppError } from '../commands/errors.ts';
import type { BytesInFlight } from './bytes-in-flight.ts';

const BODY_MILLISECONDS = 30_000;
const DISCARD_MILLISECONDS = 10_000;
const MOST_DISCARDED_BYTES = 64_000_000;
const BUSY_SECONDS = 2;

/**
 * Reads a request's body and hands it to `use`; its bytes count as in flight until `use` has ended. Stops as soon
 * as the body is known to be too large or too slow.
 * @param mostBytes inclusive.
 * @throws AppError `too-large`, `request-timeout`, `busy`, `unsupported-media-type` for an encoded body.
 */
export async function withBody<Output>(
  request: IncomingMessage,
  mostBytes: number,
  inFlight: BytesInFlight,
  use: (bytes: Buffer) => Promise<Output>,
): Promise<Output> {
  let bytes = 0;
  const take = (more: number): void => {
    if (bytes + more > mostBytes) throw tooLarge(mostBytes);
    if (!inFlight.take(more)) throw busy();
    bytes += more;
  };
  try {
    return await use(await collect(request, mostBytes, take));
  } finally {
    inFlight.release(bytes);
  }
}

async function collect(request: IncomingMessage, mostBytes: number, take: (bytes: number) => void): Promise<Buffer> {
  checkHead(request, mostBytes);
  const chunks: Buffer[] = [];
  let late: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      late = setTimeout(() => reject(tooSlow()), BODY_MILLISECONDS);
      request.on('data', (chunk: Buffer) => {
        try {
          take(chunk.length);
          chunks.push(chunk);
        } catch (error) {
          reject(error);
        }
      });
      request.once('end', resolve);
      request.once('error', reject);
    });
    return Buffer.concat(chunks);
  } catch (error) {
    discardBody(request);
    throw error;
  } finally {
    clearTimeout(late);
  }
}

function checkHead(request: IncomingMessage, mostBytes: number): void {
  const encoding = request.headers['content-encoding']?.toLowerCase() ?? 'identity';
  if (encoding !== 'identity') {
    const message = `A body with the encoding “${encoding.slice(0, 40)}” is not read.`;
    throw new AppError('unsupported-media-type', message, 'Send the body as it is, without the header Content-Encoding.');
  }
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) throw tooLarge(mostBytes);
}

/** Throws away what still comes, so that the sender gets to read the answer; gives up on one that does not stop sending. */
export function discardBody(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  let bytes = 0;
  const late = setTimeout(() => request.destroy(), DISCARD_MILLISECONDS).unref();
  request.removeAllListeners('data');
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MOST_DISCARDED_BYTES) request.destroy();
  });
  request.once('error', () => {});
  request.once('close', () => clearTimeout(late));
  request.once('end', () => clearTimeout(late));
  request.resume();
}

function tooLarge(mostBytes: number): AppError {
  const hint = 'Send it in several parts. What is recorded already is not recorded twice.';
  return new AppError('too-large', `The body is larger than ${mostBytes / 1_000_000} MB.`, hint);
}

function tooSlow(): AppError {
  const seconds = BODY_MILLISECONDS / 1000;
  const hint = 'Send it again, in smaller parts if the line is slow.';
  return new AppError('request-timeout', `The body did not arrive within ${seconds} seconds.`, hint);
}

function busy(): AppError {
  const hint = `Send it again in ${BUSY_SECONDS} seconds. What is recorded already is not recorded twice.`;
  return new AppError('busy', 'Too many large requests are under way just now.', hint, { retryAfterSeconds: BUSY_SECONDS });
}
