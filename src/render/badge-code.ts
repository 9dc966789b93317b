import { escapeXml } from './escape-xml.ts';

/** What of a badge is chosen; what is undefined or the default stays out of the address. */
export interface ChosenBadge {
  readonly company: string;
  readonly channel: string | undefined;
  readonly style: string | undefined;
  readonly window: string | undefined;
  readonly label: string | undefined;
}

/** The address of a badge below `baseUrl`, which may be empty for one on this site. */
export function writeBadgeAddress(baseUrl: string, { company, channel, style, window, label }: ChosenBadge): string {
  const options = Object.entries({ style, window, label }).filter((option): option is [string, string] => option[1] !== undefined);
  const query = options.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  const path = [company, channel].flatMap((part) => (part === undefined ? [] : encodeURIComponent(part))).join('/');
  return `${baseUrl}/badge/${path}.svg${query === '' ? '' : `?${query}`}`;
}

/** The badge as a link to `page`, to paste into a README. */
export function writeBadgeMarkdown(badge: { address: string; page: string; alt: string }): string {
  return `[![${badge.alt.replace(/[\\[\]]/g, '\\$&')}](${escapeParentheses(badge.address)})](${escapeParentheses(badge.page)})`;
}

/** The badge as a link to `page`, to paste into a web page. */
export function writeBadgeHtml(badge: { address: string; page: string; alt: string }): string {
  return `<a href="${escapeXml(badge.page)}"><img src="${escapeXml(badge.address)}" alt="${escapeXml(badge.alt)}"></a>`;
}

const escapeParentheses = (address: string): string => address.replaceAll('(', '%28').replaceAll(')', '%29');
