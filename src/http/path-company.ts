/** The company that a page inside is about: `acme` in `/app/acme/members`; empty elsewhere. */
export function pathCompany(url: URL): string {
  return /^\/app\/([a-z0-9-]+)(\/|$)/.exec(url.pathname)?.[1] ?? '';
}
