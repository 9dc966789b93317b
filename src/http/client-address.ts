import type { IncomingMessage } from 'node:http';

/**
 * The address of the client. Each trusted proxy appends the address it was asked from to `X-Forwarded-For`, so with `n` of them the
 * client is the n-th from the end; what stands before it was written by the client and proves nothing.
 * @param trustedProxies how many of our own proxies stand in front; 0 believes the connection alone.
 */
export function findClientAddress(request: Pick<IncomingMessage, 'headers' | 'socket'>, trustedProxies: number): string {
  const connection = request.socket.remoteAddress ?? '';
  if (trustedProxies === 0) return connection;
  const header = request.headers['x-forwarded-for'];
  const hops = (Array.isArray(header) ? header.join(',') : (header ?? ''))
    .split(',')
    .map((hop) => hop.trim())
    .filter((hop) => hop !== '');
  return hops.at(-trustedProxies) ?? hops[0] ?? connection;
}
