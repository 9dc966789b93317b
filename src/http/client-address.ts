import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/**
 * The network address of whoever sent this request, for rate limits and logs.
 * `X-Forwarded-For` is a list to which each proxy adds the address it was called from; anybody may start it with lies,
 * so only as many entries from its end are believed as there are proxies of ours.
 * @param trustedProxies number of our own proxies in front; 0 believes the connection alone.
 * @example with one proxy of ours at 10.0.0.2, `X-Forwarded-For: 6.6.6.6, 203.0.113.7` gives 203.0.113.7
 */
export function findClientAddress(request: Pick<IncomingMessage, 'headers' | 'socket'>, trustedProxies: number): string {
  const forwarded = request.headers['x-forwarded-for'];
  const list = Array.isArray(forwarded) ? forwarded.join(',') : (forwarded ?? '');
  const connection = normalizeAddress(request.socket.remoteAddress ?? '');
  const hops = [...list.split(',').map(normalizeAddress), connection];
  const believed = hops.slice(-1 - trustedProxies).reverse();
  // A proxy that writes no address hides what stands before it: the proxy itself is then the client.
  const unknown = believed.findIndex((address) => isIP(address) === 0);
  const known = unknown === -1 ? believed : believed.slice(0, unknown);
  return known.at(-1) ?? connection;
}

/** `::ffff:192.0.2.1`, `192.0.2.1:443` and `[2001:db8::1]:443` without what is not part of the address. */
function normalizeAddress(text: string): string {
  const trimmed = text.trim().toLowerCase();
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(trimmed)?.[1] ?? /^([\d.]+):\d+$/.exec(trimmed)?.[1] ?? trimmed;
  return bare.replace(/^::ffff:(?=\d+\.)/, '');
}
