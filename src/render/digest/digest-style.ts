import type { VerdictTone } from '../../domain/compliance/verdict-words.ts';

/** Colours of a digest in light and dark: those of the pages (src/styles/tokens.css), which a mail cannot load. */
const COLOURS = {
  paper: ['#faf9f6', '#141513'],
  ink: ['#1c1b18', '#edece6'],
  soft: ['#5b5850', '#aaa79d'],
  line: ['#dcd8cd', '#363731'],
  accent: ['#1b4b82', '#93c0f0'],
  'on-accent': ['#ffffff', '#10151b'],
  kept: ['#135c37', '#62c48f'],
  risk: ['#8b5a00', '#f1cb70'],
  broken: ['#a1261f', '#f68d80'],
  quiet: ['#65625a', '#a3a096'],
} as const;

export type DigestColour = keyof typeof COLOURS;

/** Light stands in each element, because some programs for mail read no style sheets; dark in the sheet. @param of also `VerdictTone`. */
export const light = (of: DigestColour | VerdictTone): string => COLOURS[of][0];

const dark = (of: DigestColour): string => COLOURS[of][1];

const FONT = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

/** Of every cell with words: what it is inside of does not hand it down everywhere. */
export const textStyle = (size: number, colour: DigestColour | VerdictTone, more = ''): string =>
  `font-family:${FONT};font-size:${size}px;line-height:${size > 18 ? 1.25 : 1.45};color:${light(colour)};${more}`;

/** Dark mode where the reader's program asks for it, for programs that know it by this query and for Outlook, which marks its own. */
export function writeSheet(): string {
  const colours = Object.keys(COLOURS) as DigestColour[];
  const rules = (before: string) => [
    ...colours.map((of) => `${before}.${of}{color:${dark(of)}!important}`),
    `${before}.ground{background-color:${dark('paper')}!important}`,
    `${before}.rule{border-color:${dark('line')}!important}`,
    `${before}.press{background-color:${dark('accent')}!important;color:${dark('on-accent')}!important}`,
  ];
  return [
    ':root{color-scheme:light dark;supported-color-schemes:light dark}',
    'a:focus-visible{outline:3px solid #3d7ebf;outline-offset:2px}',
    `@media (prefers-color-scheme:dark){${rules('').join('')}}`,
    ...rules('[data-ogsc] '),
  ].join('\n');
}
