/**
 * How long a page may be kept by caches between us and the reader. Every page's head differs with being signed in, so all vary by cookie;
 * pages for one person alone are `private, no-store` by the middleware.
 */

/** Figures: a cache may keep the page but must ask again each time, so that nobody reads an old number. */
export function answerFresh(headers: Headers): void {
  setRules(headers, 'public, max-age=0, must-revalidate');
}

const TEXT_SECONDS = 300;

/** Words that change only when the product does. */
export function answerText(headers: Headers): void {
  setRules(headers, `public, max-age=${TEXT_SECONDS}`);
}

function setRules(headers: Headers, cacheControl: string): void {
  headers.set('Cache-Control', cacheControl);
  headers.append('Vary', 'Cookie');
}

/**
 * For badges and the API: live figures that are the same for everybody. Browsers ask each time, which costs a 304 from memory; a shared cache in
 * front of many readers asks every two seconds at most, and shows the last answer for ten minutes while we cannot be reached.
 * No stale-while-revalidate: browsers obey it too, and would show each change one view late.
 */
export const LIVE_CACHING = 'public, max-age=0, s-maxage=2, stale-if-error=600';

/** Headers of public figures, which any site may show or read. */
export const PUBLIC_HEADERS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
};
