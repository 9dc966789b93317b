/** Where a visitor signs in to come back to `url` afterwards: to the page, not to the form that it was sending. */
export function signInAddress(url: URL): string {
  const page = new URL(url);
  if (page.searchParams.has('_action')) page.searchParams.delete('_action');
  return `/sign-in?next=${encodeURIComponent(page.pathname + page.search)}`;
}

/**
 * Where to go after signing in: `next` when it is a path of this site, else `fallback`. Anything that a browser could
 * read as another site (`//host`, `/\host`, control characters, another scheme) is not.
 */
export function ownPath(next: string | null | undefined, fallback = '/app'): string {
  if (next === null || next === undefined || !/^\/(?![/\\])[\x21-\x7e]*$/.test(next) || next.includes('\\')) return fallback;
  const url = URL.parse(next, 'https://own.invalid');
  // A path such as /a/..//host resolves to //host.
  if (url === null || url.origin !== 'https://own.invalid' || url.pathname.startsWith('//')) return fallback;
  return url.pathname + url.search + url.hash;
}

/** `path` with where to go afterwards, when that is a path of this site. */
export function withNext(path: string, next: string | null): string {
  return next === null || ownPath(next, '') === '' ? path : `${path}?${new URLSearchParams({ next })}`;
}
