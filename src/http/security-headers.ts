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

/** Headers of every page. The content security policy is Astro's, which knows the hashes. */
export const listSecurityHeaders = (baseUrl: string): readonly Header[] =>
  baseUrl.startsWith('https://') ? [...HEADERS, ONLY_BY_TLS] : HEADERS;
