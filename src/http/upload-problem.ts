import type { AstroCookies } from 'astro';

/** Why an upload was not taken, told to the next page. In a cookie, because an address could be made up by anybody. */
const NAME = 'upload_problem';
const SECONDS = 60;

const pathOf = (slug: string): string => `/app/${slug}/import`;

/** The value of a `Set-Cookie` header. @param text for the person who uploaded. */
export function uploadProblemCookie(slug: string, text: string): string {
  return `${NAME}=${encodeURIComponent(text)}; Path=${pathOf(slug)}; Max-Age=${SECONDS}; HttpOnly; SameSite=Lax`;
}

/** The problem, once. */
export function takeUploadProblem(cookies: AstroCookies, slug: string): string | undefined {
  const text = cookies.get(NAME)?.value;
  if (text !== undefined) cookies.delete(NAME, { path: pathOf(slug) });
  return text;
}
