/**
 * For what shows live figures and is the same for everybody. Browsers ask each time, which costs a 304 from memory; a shared cache in
 * front of many readers asks every two seconds at most, and shows the last answer for ten minutes while we cannot be reached.
 * No stale-while-revalidate: browsers obey it too, and would show each change one view late.
 */
export const LIVE_CACHING = 'public, max-age=0, s-maxage=2, stale-if-error=600';

/** Headers of public figures that any site may show or read. */
export const PUBLIC_HEADERS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
};
