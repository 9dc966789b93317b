import { BOLD_WIDTHS, FIRST_MEASURED, REGULAR_WIDTHS } from './glyph-widths.ts';

export type FontWeight = 'regular' | 'bold';

/** Punctuation beyond the tables that our own words use, in thousandths of the font size. */
const OTHER_WIDTHS: Readonly<Record<string, number>> = { '–': 500, '—': 1000, '‘': 350, '’': 350, '“': 580, '”': 580, '…': 1000, '•': 610 };
/** Letters that nobody measured: about a wide Latin one, and a whole square for scripts that are written in squares. */
const UNKNOWN_WIDTH = 720;
const SQUARE_WIDTH = 1000;
const SQUARE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}\uFF01-\uFF60]/u;
const WITHOUT_WIDTH = /[\p{Mn}\p{Me}\p{Cf}]/u;

/**
 * About how wide a line of text is in Verdana or a font like it, in pixels: exact for Latin letters up to kerning, estimated for others.
 * Who draws it should force the text to this width, as fonts differ.
 */
export function measureText(text: string, fontSize: number, weight: FontWeight = 'regular'): number {
  let thousandths = 0;
  for (const character of text) thousandths += widthOf(character, weight);
  return (thousandths * fontSize) / 1000;
}

function widthOf(character: string, weight: FontWeight): number {
  const code = character.codePointAt(0) ?? 0;
  const measured = (weight === 'bold' ? BOLD_WIDTHS : REGULAR_WIDTHS)[code - FIRST_MEASURED];
  if (measured !== undefined) return measured;
  if (WITHOUT_WIDTH.test(character)) return 0;
  return OTHER_WIDTHS[character] ?? (SQUARE.test(character) ? SQUARE_WIDTH : UNKNOWN_WIDTH);
}
