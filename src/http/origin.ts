const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * True unless a browser says that a changing request comes from another site (cross-site request forgery).
 * The origin must be the one asked for, or the configured one when a proxy ends TLS in front of us.
 */
export function isFromOurPages(request: Request, baseUrl: string): boolean {
  if (SAFE_METHODS.has(request.method)) return true;
  const origin = request.headers.get('origin');
  if (origin === null) return request.headers.get('sec-fetch-site') === null;
  return origin === new URL(request.url).origin || origin === new URL(baseUrl).origin;
}
