/** The group that a page inside is about: `3fA9…` in `/app/groups/3fA9…/manage`; empty elsewhere. */
export function pathGroup(url: URL): string {
  return /^\/app\/groups\/([A-Za-z0-9_-]+)(\/|$)/.exec(url.pathname)?.[1] ?? '';
}
