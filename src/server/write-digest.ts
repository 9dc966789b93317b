import type { MailPicture } from '../commands/context.ts';
import type { DigestCompany, DigestMail, DigestOrder, DigestWriter } from '../commands/send-digest.ts';
import { MINUTE_SECONDS } from '../domain/instant.ts';
import { sumChannels } from '../domain/report/describe-volume.ts';
import { type Period, readPeriod } from '../domain/report/period.ts';
import type { PeriodReport } from '../domain/report/period-report.ts';
import type { DigestPicture } from '../render/digest/digest-content.ts';
import { writeDigest } from '../render/digest/digest-mail.ts';
import type { Database } from '../store/database.ts';
import { readPeriodReport } from '../views/report/read-period-report.ts';
import { logFailure } from './log-failure.ts';
import { rasterise } from './rasterise.ts';

/** What writing takes beside the order. */
export interface DigestDesk {
  readonly db: Database;
  readonly baseUrl: string;
  readonly now: () => number;
  /** A picture as PNG. */
  readonly draw?: (svg: string) => Promise<Buffer>;
  readonly readReport?: ReportReader;
}

type ReportReader = (db: Database, company: DigestCompany, period: Period, now: number) => Promise<PeriodReport>;

const readWhole: ReportReader = (db, company, period, now) => readPeriodReport(db, company, period, [], now);

/** The members of a company get theirs one after the other: so long they get the same report, which is not read anew for each. */
const SAME_REPORT_SECONDS = MINUTE_SECONDS;

/** Writes digests for many members, with the last report kept for a minute. */
export function createDigestWriter(desk: DigestDesk): DigestWriter {
  let last: { key: string; readAt: number; report: Promise<PeriodReport> } | undefined;
  const readReport: ReportReader = (db, company, period, now) => {
    const key = JSON.stringify([company.id, company.slug, company.name, company.timeZone, period.key]);
    if (last === undefined || last.key !== key || now - last.readAt >= SAME_REPORT_SECONDS) {
      const fresh = { key, readAt: now, report: (desk.readReport ?? readWhole)(db, company, period, now) };
      // What failed is not kept.
      fresh.report.catch(() => {
        if (last === fresh) last = undefined;
      });
      last = fresh;
    }
    return last.report;
  };
  return (company, order) => writeDigestMail({ ...desk, readReport }, company, order);
}

/**
 * Writes a company's digest of a period from its report, with its pictures as PNG; undefined when there is nothing to tell.
 * @throws Error when the period is none.
 */
export async function writeDigestMail(desk: DigestDesk, company: DigestCompany, order: DigestOrder): Promise<DigestMail | undefined> {
  const now = desk.now();
  const answer = readPeriod(order.period, company.timeZone, now);
  if (!answer.ok) throw new Error(answer.problem);
  const report = await (desk.readReport ?? readWhole)(desk.db, company, answer.period, now);
  if (!order.isTest && !hasAnythingToTell(report)) return undefined;
  const written = writeDigest(report, company, { kind: order.kind, baseUrl: desk.baseUrl, unsubscribeUrl: order.unsubscribeUrl });
  // Some programs for mail take the pictures of one mail for those of another where their names are the same.
  const nameIn = (picture: DigestPicture) => `${picture.name}.${company.slug}.${order.period.replace('..', '-to-')}`;
  const pictures = await drawAll(written.pictures, nameIn, desk.draw ?? rasterise);
  const html = written.toHtml((picture) => (pictures.length > 0 ? `cid:${nameIn(picture)}` : undefined));
  return { subject: written.subject, text: written.text, html, pictures };
}

/** A company without promises or messages has nothing to be told. */
function hasAnythingToTell(report: PeriodReport): boolean {
  const { received, open } = sumChannels(report);
  return report.promises.length + report.former.length > 0 && received + open > 0;
}

/** Everything stands in words too: where pictures cannot be drawn the mail goes without them. */
async function drawAll(
  pictures: readonly DigestPicture[],
  nameIn: (picture: DigestPicture) => string,
  draw: (svg: string) => Promise<Buffer>,
): Promise<MailPicture[]> {
  try {
    const drawn: MailPicture[] = [];
    for (const picture of pictures) drawn.push({ name: nameIn(picture), png: (await draw(picture.svg)).toString('base64') });
    return drawn;
  } catch (error) {
    logFailure('drawing the pictures of a digest', error);
    return [];
  }
}
