import type { Verdict } from '../../domain/compliance/verdict.ts';
import { formatCount } from '../../domain/count-text.ts';
import { escapeXml } from '../escape-xml.ts';
import type { DigestContent, DigestPicture, DigestPromise, TimePicture } from './digest-content.ts';
import type { DigestFrame } from './digest-mail.ts';
import { type DigestColour, light, textStyle, writeSheet } from './digest-style.ts';

type AddressOf = (picture: DigestPicture) => string | undefined;

/** Shapes that tell verdicts apart without colour; none of them is drawn as an emoji. */
const MARKS: Readonly<Record<Verdict, string>> = {
  kept: '✓',
  'kept-so-far': '◐',
  'at-risk': '▲',
  'not-kept': '✕',
  'too-few': '◌',
  stale: '◌',
};

/** A digest as the HTML of a mail: tables and styles in the elements, which every program for mail understands. */
export function writeDigestHtml(content: DigestContent, frame: DigestFrame, addressOf: AddressOf): string {
  const body = [
    paragraph(frame.heading, { size: 14, colour: 'soft' }),
    heading(1, content.answer, 26),
    ...content.details.map((detail) => paragraph(detail, { above: 8 })),
    heading(2, 'Every promise', 19),
    ...content.promises.map((promise) => writePromise(promise, addressOf)),
    content.promisesLeft > 0 ? paragraph(`${content.promisesLeft} more promises stand in the report.`, { colour: 'soft', above: 12 }) : '',
    heading(2, 'Where it goes wrong', 19),
    writeProblems(content),
    heading(2, 'Volume and backlog', 19),
    paragraph(content.volume.join(' '), { above: 8 }),
    content.volumePicture === undefined ? '' : writeTimePicture(content.volumePicture, addressOf),
    writeChannels(content),
    writeButton(frame.reportUrl),
    writeFooter(frame),
  ];
  return wrap(content.answer, frame.heading, body.join('\n'));
}

/** @param preview what lists of mails show beside the subject. */
function wrap(title: string, preview: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeXml(title)}</title>
<style>
${writeSheet()}
</style>
</head>
<body class="ground" style="margin:0;padding:0;background-color:${light('paper')}">
<div style="display:none;max-height:0;overflow:hidden">${escapeXml(preview)}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" class="ground" style="background-color:${light('paper')}">
<tr><td align="center" style="padding:28px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:536px">
<tr><td align="left">
${body}
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`;
}

function heading(level: 1 | 2, text: string, size: number): string {
  const space = level === 1 ? 'margin:4px 0 12px;letter-spacing:-0.01em' : 'margin:32px 0 0';
  return `<h${level} class="ink" style="${textStyle(size, 'ink', `font-weight:600;${space}`)}">${escapeXml(text)}</h${level}>`;
}

function paragraph(text: string, { size = 16, colour = 'ink', above = 0 }: { size?: number; colour?: DigestColour; above?: number } = {}) {
  return `<p class="${colour}" style="${textStyle(size, colour, `margin:${above}px 0 0`)}">${escapeXml(text)}</p>`;
}

function writePromise(promise: DigestPromise, addressOf: AddressOf): string {
  const { name, sentence, verdict, verdictWord, tone, share, kept, promised, change, basis, bar, line } = promise;
  const mark = `<span aria-hidden="true">${MARKS[verdict]}</span>&nbsp;${escapeXml(verdictWord)}`;
  const cell = (text: string, style: string, align: 'left' | 'right', colour: string) =>
    `<td class="${colour}" align="${align}" valign="baseline" style="${style}">${text}</td>`;
  return [
    `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" class="rule" style="margin-top:14px;border-top:1px solid ${light('line')}">`,
    `<tr>${cell(`<strong>${escapeXml(name)}</strong>`, textStyle(16, 'ink', 'padding-top:12px'), 'left', 'ink')}`,
    `${cell(mark, textStyle(16, tone, 'padding-top:12px;padding-left:12px;font-weight:600;white-space:nowrap'), 'right', tone)}</tr>`,
    `<tr><td colspan="2" class="soft" style="${textStyle(14, 'soft')}">${escapeXml(sentence)}</td></tr>`,
    `<tr><td colspan="2" class="ink" style="${textStyle(16, 'ink', 'padding-top:6px')}"><span style="font-size:22px;font-weight:600">${escapeXml(share)}</span> ${escapeXml(`${kept}, ${promised}`)}</td></tr>`,
    bar === undefined ? '' : `<tr><td colspan="2" style="padding:4px 0">${writePicture(bar, addressOf)}</td></tr>`,
    `<tr><td colspan="2" class="soft" style="${textStyle(14, 'soft')}">${escapeXml(change)}<br>${escapeXml(basis)}</td></tr>`,
    '</table>',
    line === undefined ? '' : writeTimePicture(line, addressOf),
  ].join('\n');
}

/** Its words stand in the mail already, so that a picture that is not shown takes none of them along. */
function writePicture(picture: DigestPicture, addressOf: AddressOf): string {
  const address = addressOf(picture);
  if (address === undefined) return '';
  const { width, height, alt } = picture;
  const style = `${textStyle(14, 'soft')}display:block;width:100%;max-width:${width}px;height:auto;border:0`;
  return `<img src="${escapeXml(address)}" width="${width}" height="${height}" alt="${escapeXml(alt)}" class="soft" style="${style}">`;
}

function writeTimePicture(picture: TimePicture, addressOf: AddressOf): string {
  const drawn = writePicture(picture, addressOf);
  if (drawn === '') return '';
  const [left, middle, right] = picture.below;
  const cell = (text: string, align: string) =>
    `<td class="soft" align="${align}" style="${textStyle(12, 'soft')}">${escapeXml(text)}</td>`;
  return [
    '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin-top:10px">',
    `<tr><td colspan="3">${drawn}</td></tr>`,
    `<tr>${cell(left, 'left')}${cell(middle, 'center')}${cell(right, 'right')}</tr>`,
    '</table>',
  ].join('\n');
}

function writeProblems({ problems, noProblem }: DigestContent): string {
  if (noProblem !== undefined) return paragraph(noProblem, { above: 8 });
  const items = problems.map(
    ({ name, figure, effect }) =>
      `<li style="margin:10px 0 0"><strong>${escapeXml(name)}</strong><br><span class="broken" style="color:${light('broken')};font-weight:600">${escapeXml(figure)}</span><br><span class="soft" style="font-size:14px;color:${light('soft')}">${escapeXml(effect)}</span></li>`,
  );
  return `<ol class="ink" style="${textStyle(16, 'ink', 'margin:0;padding:0 0 0 22px')}">\n${items.join('\n')}\n</ol>`;
}

function writeChannels({ channels }: DigestContent): string {
  if (channels.length === 0) return '';
  const side = (index: number) => (index === 0 ? 'left' : 'right');
  const style = (more: string) => `${textStyle(14, 'ink', `padding:6px 0 6px 10px;border-top:1px solid ${light('line')}`)};${more}`;
  const head = ['Channel', 'Received', 'Open at the end', 'Past their time'].map(
    (text, index) =>
      `<th scope="col" class="soft" align="${side(index)}" valign="bottom" style="${textStyle(12, 'soft', `padding:0 0 4px ${index === 0 ? 0 : 10}px;font-weight:400`)}">${text}</th>`,
  );
  const rows = channels.map(({ name, received, open, overdue }) => {
    const counts = [received, open, overdue].map(
      (count) => `<td class="ink rule" align="right" style="${style('')}">${formatCount(count)}</td>`,
    );
    return `<tr><th scope="row" class="ink rule" align="left" style="${style('padding-left:0;font-weight:600')}">${escapeXml(name)}</th>${counts.join('')}</tr>`;
  });
  return `<table width="100%" cellpadding="0" cellspacing="0" border="0" style="margin-top:14px;border-collapse:collapse">\n<tr>${head.join('')}</tr>\n${rows.join('\n')}\n</table>`;
}

function writeButton(url: string): string {
  const style = `${textStyle(16, 'on-accent')}display:inline-block;padding:11px 20px;border-radius:6px;background-color:${light('accent')};font-weight:600;text-decoration:none`;
  return `<p style="margin:32px 0 0"><a href="${escapeXml(url)}" class="press" style="${style}">Open the whole report</a></p>`;
}

function writeFooter({ footer, choiceUrl, unsubscribeUrl }: DigestFrame): string {
  const link = (url: string, text: string) =>
    `<a href="${escapeXml(url)}" class="accent" style="color:${light('accent')};text-decoration:underline">${text}</a>`;
  const links = [link(choiceUrl, 'Choose what you get'), ...(unsubscribeUrl === undefined ? [] : [link(unsubscribeUrl, 'Unsubscribe')])];
  const style = textStyle(13, 'soft', `margin:32px 0 0;padding:14px 0 0;border-top:1px solid ${light('line')}`);
  return `<p class="soft rule" style="${style}">${footer.map(escapeXml).join('<br>')}<br>${links.join(' &middot; ')}</p>`;
}
