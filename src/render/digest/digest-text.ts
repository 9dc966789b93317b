import { formatCount } from '../../domain/count-text.ts';
import type { DigestContent, DigestPromise } from './digest-content.ts';
import type { DigestFrame } from './digest-mail.ts';

/** A digest as plain text: all that the HTML says, without pictures. */
export function writeDigestText(content: DigestContent, frame: DigestFrame): string {
  const { answer, details, promises, promisesLeft, problems, noProblem, volume, channels } = content;
  const more = promisesLeft > 0 ? [`${promisesLeft} more promises stand in the report.`] : [];
  const sections = [
    [frame.heading],
    [answer, ...details],
    ['EVERY PROMISE'],
    ...promises.map(writePromise),
    more,
    ['WHERE IT GOES WRONG'],
    ...(noProblem === undefined ? [] : [[noProblem]]),
    ...problems.map(({ name, figure, effect }, index) => [`${index + 1}. ${name}`, `   ${figure}`, `   ${effect}`]),
    ['VOLUME AND BACKLOG'],
    volume,
    channels.map(
      ({ name, received, open, overdue }) =>
        `${name}: ${formatCount(received)} received, ${formatCount(open)} open, ${formatCount(overdue)} of them past their time`,
    ),
    [`The whole report: ${frame.reportUrl}`],
    ['-- ', ...frame.footer, `Choose what you get: ${frame.choiceUrl}`],
    frame.unsubscribeUrl === undefined ? [] : [`Unsubscribe: ${frame.unsubscribeUrl}`],
  ];
  const text = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${text.join('\n\n').replaceAll('\u00a0', ' ')}\n`;
}

function writePromise({ name, sentence, verdictWord, share, kept, promised, change, basis }: DigestPromise): string[] {
  return [`${name}: ${verdictWord}`, `   ${share} ${kept}, ${promised}`, `   ${sentence}`, `   ${change}`, `   ${basis}`];
}
