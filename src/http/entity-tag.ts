import { createHash } from 'node:crypto';

/** A strong entity tag: the same for the same bytes, on every instance. */
export function makeEntityTag(body: string | Buffer): string {
  return `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
}

/** Whether `If-None-Match` holds the tag, so that 304 is the answer. A proxy may have weakened it (`W/`), which does not matter for reading. */
export function matchesEntityTag(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch === tag || ifNoneMatch === '*') return true;
  return ifNoneMatch.split(',').some((candidate) => candidate.trim().replace(/^W\//, '') === tag);
}
