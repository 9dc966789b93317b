import { z } from 'zod';

/**
 * First parts of addresses that are ours, or that we keep for ourselves, so that no company can stand in their place.
 * A test compares it with the pages and the server's routes.
 */
export const RESERVED_SLUGS: ReadonlySet<string> = new Set([
  ...['companies', 'how-it-is-measured', 'badge', 'api', 'live', 'logo', 'healthz', 'upload'],
  ...['sign-up', 'sign-in', 'sign-out', 'forgot-password', 'reset-password', 'account', 'confirm-email', 'invitation', 'app', 'problem'],
  ...['acknowledge', 'shared', 'groups', 'unsubscribe'],
  ...['404', '500', 'favicon', 'robots', 'fonts', 'assets', 'static', 'sitemap', 'manifest', 'well-known'],
  ...['about', 'admin', 'contact', 'demo', 'docs', 'embed', 'help', 'kept', 'legal', 'login', 'logout', 'mail', 'metrics', 'new'],
  ...['pricing', 'privacy', 'register', 'security', 'settings', 'signup', 'signin', 'status', 'support', 'system', 'terms', 'www'],
]);

const SLUG_LENGTH = 40;
const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** A company's address: 2 to 40 small letters, digits and single hyphens between them, none of ours. */
export const slugForm = z
  .string()
  .trim()
  .toLowerCase()
  .min(2, 'Use at least 2 characters.')
  .max(SLUG_LENGTH, `Use at most ${SLUG_LENGTH} characters.`)
  .regex(SLUG, 'Use small letters, digits and single hyphens between them.')
  .refine((slug) => !RESERVED_SLUGS.has(slug), 'This address is kept for pages of Kept itself. Choose another.');

/**
 * The address a name suggests: `Café Müller & Co.` gives `cafe-muller-co`. Marks on letters are dropped.
 * Empty when the name has no Latin letter or digit, which leaves the choice to the person.
 */
export function suggestSlug(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replaceAll('ß', 'ss')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, SLUG_LENGTH)
    .replaceAll(/^-+|-+$/g, '');
  if (slug.length >= 2 && !RESERVED_SLUGS.has(slug)) return slug;
  return slug === '' ? '' : `${slug}-company`;
}

/** `slug` with a number behind it, within the length: `acme` and 2 give `acme-2`. */
export function numberSlug(slug: string, number: number): string {
  const suffix = `-${number}`;
  return `${slug.slice(0, SLUG_LENGTH - suffix.length).replace(/-+$/, '')}${suffix}`;
}
