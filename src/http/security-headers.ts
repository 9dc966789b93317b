type Header = readonly [name: string, value: string];

const HEADERS: readonly Header[] = [
  ['X-Content-Type-Options', 'nosniff'],
  ['X-Frame-Options', 'DENY'],
  ['Referrer-Policy', 'strict-origin-when-cross-origin'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Permissions-Policy', 'camera=(), geolocation=(), microphone=()'],
];
/** A browser that came once by https comes only by https for a year: for this host, as others of its domain are not ours to speak for. */
const ONLY_BY_TLS: Header = ['Strict-Transport-Security', 'max-age=31536000'];

/** The address of a shared report opens it, so it is told to nobody, and to no search engine. */
const SHARED: readonly Header[] = [
  ['Referrer-Policy', 'no-referrer'],
  ['X-Robots-Tag', 'noindex'],
];

/** Headers of every page at `path`. The content security policy is Astro's, which knows the hashes. */
export function listSecurityHeaders(baseUrl: string, path = '/'): readonly Header[] {
  const ofPlace = /^\/shared(\/|$)/.test(path) ? SHARED : [];
  return [...HEADERS, ...(baseUrl.startsWith('https://') ? [ONLY_BY_TLS] : []), ...ofPlace];
}
