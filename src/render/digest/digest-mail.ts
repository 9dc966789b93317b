import type { DigestKind } from '../../domain/digest/digest-period.ts';
import { formatDay, formatMoment, nameZone } from '../../domain/moment-text.ts';
import type { PeriodReport } from '../../domain/report/period-report.ts';
import { type DigestContent, type DigestPicture, writeDigestContent } from './digest-content.ts';
import { writeDigestHtml } from './digest-html.ts';
import { writeDigestText } from './digest-text.ts';

/** What stands around the figures of a digest. */
export interface DigestFrame {
  /** "Acme, 16 to 22 November 2026". */
  readonly heading: string;
  readonly title: string;
  readonly reportUrl: string;
  readonly choiceUrl: string;
  /** Undefined where the digest is only looked at. */
  readonly unsubscribeUrl: string | undefined;
  readonly footer: readonly string[];
}

/** A digest that is not yet a mail: its pictures are still to be drawn. */
export interface WrittenDigest {
  readonly subject: string;
  readonly text: string;
  readonly pictures: readonly DigestPicture[];
  /** @param addressOf where the picture is found; undefined: it is left out, and its words stay. */
  readonly toHtml: (addressOf: (picture: DigestPicture) => string | undefined) => string;
}

/** Writes the digest of a period. Its figures are those of the report alone. */
export function writeDigest(
  report: PeriodReport,
  company: { readonly name: string; readonly slug: string; readonly timeZone: string },
  given: { kind: DigestKind; baseUrl: string; unsubscribeUrl: string | undefined },
): WrittenDigest {
  const content = writeDigestContent(report, company.name);
  const reportAt = `${given.baseUrl}/app/${company.slug}/report`;
  const { computedAt: at } = report;
  const { timeZone } = company;
  const counted = `${formatDay(at, at, timeZone)} at ${formatMoment(at, at, timeZone)}, ${nameZone(timeZone)}`;
  const frame: DigestFrame = {
    heading: `${company.name}, ${report.period.name}`,
    title: content.answer,
    reportUrl: `${reportAt}?period=${encodeURIComponent(report.period.key)}`,
    choiceUrl: `${reportAt}/digest`,
    unsubscribeUrl: given.unsubscribeUrl,
    footer: [
      `Counted on ${counted}. What comes in later changes the report, not this mail.`,
      `You get the ${given.kind} digest of ${company.name} because you chose it, or had it sent to you once.`,
    ],
  };
  return {
    subject: content.answer,
    text: writeDigestText(content, frame),
    pictures: listPictures(content),
    toHtml: (addressOf) => writeDigestHtml(content, frame, addressOf),
  };
}

function listPictures({ promises, volumePicture }: DigestContent): DigestPicture[] {
  return [...promises.flatMap(({ bar, line }) => [bar, line]), volumePicture].filter((picture) => picture !== undefined);
}
