import type { Verdict } from '../domain/compliance/verdict.ts';
import type { VerdictTone } from '../domain/compliance/verdict-words.ts';
import type { Badge, BadgeStyle } from '../domain/figures/badge.ts';
import { escapeXml } from './escape-xml.ts';
import { type FontWeight, measureText } from './text-width.ts';

/** The colours of the light pages: white on them has a contrast of 5:1 or better. */
export const BADGE_COLOURS: Record<VerdictTone | 'label' | 'promise', string> = {
  label: '#33322e',
  promise: '#5b5850',
  kept: '#135c37',
  risk: '#8b5a00',
  broken: '#a1261f',
  quiet: '#6d6a61',
};

interface Form {
  readonly height: number;
  readonly radius: number;
  readonly fontSize: number;
  readonly padding: number;
  readonly baseline: number;
  readonly letterSpacing: number;
  readonly capitals: boolean;
}

const FLAT: Form = { height: 20, radius: 3, fontSize: 11, padding: 7, baseline: 14, letterSpacing: 0, capitals: false };
const FORMS: Record<BadgeStyle, Form> = {
  flat: FLAT,
  'flat-square': { ...FLAT, radius: 0 },
  'for-the-badge': { height: 28, radius: 3, fontSize: 10, padding: 11, baseline: 17.6, letterSpacing: 0.8, capitals: true },
};

const MARK_SIZE = 10;
const MARK_GAP = 5;

/** Each verdict's shape, white on its colour, in a square of 10: the word beside it says the same. */
const MARKS: Record<Verdict, string> = {
  kept: '<path d="m1 5.4 2.7 2.7L9 2.2"/>',
  'kept-so-far': '<circle cx="5" cy="5" r="4"/><path d="M5 1a4 4 0 0 0 0 8Z" fill="#fff"/>',
  'at-risk': '<path d="M5 1 9.4 9H.6Z"/>',
  'not-kept': '<path d="m1.4 1.4 7.2 7.2m0-7.2L1.4 8.6"/>',
  'too-few': '<circle cx="5" cy="5" r="4" stroke-dasharray="2 1.6"/>',
  stale: '<circle cx="5" cy="5" r="4" stroke-dasharray="2 1.6"/><path d="M5 2.8V5l1.5 1"/>',
};

interface Part {
  readonly text: string;
  readonly colour: string;
  readonly weight: FontWeight;
  readonly mark: string | undefined;
}

/** Draws a badge as an SVG document that is the same for the same badge. */
export function renderBadgeSvg(badge: Badge, style: BadgeStyle): string {
  const form = FORMS[style];
  const parts = toParts(badge, form);
  const widths = parts.map((part) => widthOfPart(part, form));
  const starts = widths.map((_, index) => round(widths.slice(0, index).reduce((sum, width) => sum + width, 0)));
  const total = round(widths.reduce((sum, width) => sum + width, 0));
  const name = [[badge.label, badge.promise].filter((text) => text !== '').join(', '), badge.result]
    .filter((text) => text !== '')
    .join(': ');
  const drawn = parts.map((part, index) => {
    const ends = { isFirst: index === 0, isLast: index === parts.length - 1 };
    return drawPart(part, form, starts[index] ?? 0, widths[index] ?? 0, ends);
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${total}" height="${form.height}" viewBox="0 0 ${total} ${form.height}" role="img" aria-label="${escapeXml(name)}">`,
    `<title>${escapeXml(badge.title)}</title>`,
    `<g fill="#fff" font-family="Verdana,'DejaVu Sans',Geneva,sans-serif" font-size="${form.fontSize}" text-rendering="geometricPrecision">`,
    ...drawn,
    '</g></svg>',
  ].join('');
}

function toParts(badge: Badge, { capitals }: Form): Part[] {
  const write = (text: string): string => (capitals ? text.toUpperCase() : text);
  const mark = badge.verdict === undefined ? undefined : MARKS[badge.verdict];
  const parts: Part[] = [
    { text: write(badge.label), colour: BADGE_COLOURS.label, weight: 'regular', mark: undefined },
    { text: write(badge.promise), colour: BADGE_COLOURS.promise, weight: 'regular', mark: undefined },
    { text: write(badge.result), colour: BADGE_COLOURS[badge.tone], weight: capitals ? 'bold' : 'regular', mark },
  ];
  return parts.filter(({ text }) => text !== '');
}

function widthOfText({ text, weight }: Part, { fontSize, letterSpacing }: Form): number {
  return round(measureText(text, fontSize, weight) + letterSpacing * [...text].length);
}

function widthOfPart(part: Part, form: Form): number {
  return round(widthOfText(part, form) + 2 * form.padding + (part.mark === undefined ? 0 : MARK_SIZE + MARK_GAP));
}

function drawPart(part: Part, form: Form, start: number, width: number, ends: { isFirst: boolean; isLast: boolean }): string {
  const { height, radius, padding, baseline } = form;
  const box = `<path fill="${part.colour}" d="${boxPath(start, width, height, ends.isFirst ? radius : 0, ends.isLast ? radius : 0)}"/>`;
  const markX = round(start + padding);
  const mark =
    part.mark === undefined
      ? ''
      : `<g transform="translate(${markX} ${(height - MARK_SIZE) / 2})" fill="none" stroke="#fff" stroke-width="1.7">${part.mark}</g>`;
  const textX = part.mark === undefined ? markX : round(markX + MARK_SIZE + MARK_GAP);
  const weight = part.weight === 'bold' ? ' font-weight="bold"' : '';
  // Fonts differ from reader to reader; the length makes all of them fit.
  const text = `<text x="${textX}" y="${baseline}" textLength="${widthOfText(part, form)}" lengthAdjust="spacingAndGlyphs"${weight}>${escapeXml(part.text)}</text>`;
  return box + mark + text;
}

/** A box whose left corners are rounded by `left` and whose right corners by `right`. */
function boxPath(x: number, width: number, height: number, left: number, right: number): string {
  const corner = (radius: number, dx: number, dy: number) => (radius === 0 ? '' : `a${radius} ${radius} 0 0 1 ${dx} ${dy}`);
  return [
    `M${round(x + left)} 0H${round(x + width - right)}`,
    `${corner(right, right, right)}V${height - right}${corner(right, -right, right)}`,
    `H${round(x + left)}${corner(left, -left, -left)}V${left}${corner(left, left, -left)}Z`,
  ].join('');
}

const round = (pixels: number): number => Math.round(pixels * 10) / 10;
