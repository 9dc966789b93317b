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
