import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** How long a client may take, in milliseconds, before its connection is closed: slow clients must not use up connections. */
export interface HttpLimits {
  /** For the head of a request. */
  readonly headersMilliseconds: number;
  /** For a whole request; long enough for a large import over a slow line. */
  readonly requestMilliseconds: number;
  /** Between two requests. Longer than a proxy's own limit, so that no proxy sends into a connection that closes. */
  readonly idleMilliseconds: number;
}

const LIMITS: HttpLimits = { headersMilliseconds: 15_000, requestMilliseconds: 30 * 60_000, idleMilliseconds: 75_000 };
const MOST_HEADER_BYTES = 16 * 1024;
const SHUTDOWN_MILLISECONDS = 10_000;
const LOOK_AGAIN_MILLISECONDS = 50;

export function createHttpServer(handle: (request: IncomingMessage, response: ServerResponse) => void, limits = LIMITS): Server {
  return createServer(
    {
      maxHeaderSize: MOST_HEADER_BYTES,
      headersTimeout: limits.headersMilliseconds,
      requestTimeout: limits.requestMilliseconds,
      keepAliveTimeout: limits.idleMilliseconds,
      connectionsCheckingInterval: Math.min(5_000, limits.headersMilliseconds),
    },
    handle,
  );
}

/** Resolves when the server listens. @throws an error with code `EADDRINUSE` when another program has the port. */
export function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
}

/** Takes no new requests, lets those under way finish, and cuts what takes longer than ten seconds. */
export async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.prependListener('request', (_request, response) => response.setHeader('Connection', 'close'));
  // A connection that was busy becomes idle when its answer is out, and would then wait for a next request.
  const idle = setInterval(() => server.closeIdleConnections(), LOOK_AGAIN_MILLISECONDS);
  const late = setTimeout(() => server.closeAllConnections(), SHUTDOWN_MILLISECONDS);
  await closed;
  clearInterval(idle);
  clearTimeout(late);
}
