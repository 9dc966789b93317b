import { AppError } from '../commands/errors.ts';
import { DEFAULT_WINDOW, type WindowKey, windowKeys } from '../domain/compliance/window.ts';
import { BADGE_STYLES, type BadgeStyle, LONGEST_LABEL } from '../domain/figures/badge.ts';

/** What the address of a badge asks for. */
export interface BadgeAddress {
  readonly company: string;
  /** Undefined: the badge of the company as a whole. */
  readonly channel: string | undefined;
  readonly format: 'svg' | 'json';
  readonly style: BadgeStyle;
  readonly window: WindowKey;
  /** In the place of the channel's or company's name; empty leaves it out. */
  readonly label: string | undefined;
}

const PATH = /^\/badge\/([^/]+)(?:\/([^/]+))?\.(svg|json)$/;

/** Whether the answer must be JSON; everything else is answered with an image. */
export const wantsJson = (url: URL): boolean => url.pathname.endsWith('.json');

/**
 * Reads `/badge/{company}.svg` or `/badge/{company}/{channel}.svg`, with `style`, `window` and `label`. Other parameters are let through,
 * as people add them to get past image caches.
 * @throws AppError `not-found` for another path, `invalid-input` that names the parameter.
 */
export function parseBadgeAddress(url: URL): BadgeAddress {
  const match = PATH.exec(url.pathname);
  if (match === null || match[1] === undefined) {
    throw new AppError('not-found', 'no such badge', 'A badge’s address is /badge/{company}.svg or /badge/{company}/{channel}.svg.');
  }
  return {
    company: decodeURIComponent(match[1]),
    channel: match[2] === undefined ? undefined : decodeURIComponent(match[2]),
    format: match[3] === 'json' ? 'json' : 'svg',
    ...parseBadgeOptions(url.searchParams),
  };
}

/**
 * The options of a badge from a query; what is absent or empty takes its default, but an empty label is one.
 * @throws AppError `invalid-input`
 */
export function parseBadgeOptions(query: URLSearchParams): Pick<BadgeAddress, 'style' | 'window' | 'label'> {
  return {
    style: parseChoice(query.get('style'), 'style', BADGE_STYLES, 'flat'),
    window: parseWindow(query),
    label: parseLabel(query.get('label')),
  };
}

/** The parameter `window`. @throws AppError `invalid-input` */
export function parseWindow(query: URLSearchParams): WindowKey {
  return parseChoice(query.get('window'), 'window', windowKeys, DEFAULT_WINDOW);
}

function parseChoice<Choice extends string>(given: string | null, field: string, choices: readonly Choice[], otherwise: Choice): Choice {
  if (given === null || given === '') return otherwise;
  const found = choices.find((choice) => choice === given);
  if (found !== undefined) return found;
  const hint = `Use one of ${choices.join(', ')}.`;
  throw new AppError('invalid-input', `unknown ${field}`, hint, { fields: [{ field, message: hint }] });
}

function parseLabel(given: string | null): string | undefined {
  if (given === null) return undefined;
  const label = given.trim();
  if ([...label].length <= LONGEST_LABEL) return label;
  const hint = `Use a label of at most ${LONGEST_LABEL} characters.`;
  throw new AppError('invalid-input', 'label too long', hint, { fields: [{ field: 'label', message: hint }] });
}
