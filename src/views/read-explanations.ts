import type { AgreementVersion } from '../domain/agreement/agreement.ts';
import { nameChannel } from '../domain/agreement/channel-kind.ts';
import { countExplained, type Explained } from '../domain/explanation/explained.ts';
import { type Explanation, isAboutChannel, isAboutSpan } from '../domain/explanation/explanation.ts';
import type { CompanyReport } from '../domain/figures/company-report.ts';
import type { CompanyFigures } from '../domain/figures/figures.ts';
import type { Instant } from '../domain/instant.ts';
import { listExplanations } from '../store/explanation.ts';
import { readAgreementHistory } from './read-agreement-history.ts';
import type { CompanyReference, Reader } from './reader.ts';
import { readTallies } from './tallies/read-tallies.ts';
import { toTallyRange } from './tallies/tally-range.ts';

/** What a company says about the days of its report, the newest days first. */
export function readReportExplanations(db: Reader, { company, figures }: CompanyReport): Promise<Explained[]> {
  return readExplanations(db, company, figures, figures.window, []);
}

/** All that a company has said about any days, the newest days first. Of what was withdrawn only that it was there. */
export function readAllExplanations(db: Reader, companyId: number): Promise<Explanation[]> {
  return listExplanations(db, companyId);
}

/**
 * What a company says about days that figures count, with the count of the messages that it is about.
 * @param channelIds what the figures are narrowed to; empty: all channels.
 */
export async function readExplanations(
  db: Reader,
  company: CompanyReference,
  figures: Omit<CompanyFigures, 'window'>,
  span: { readonly fromAt: Instant; readonly toAt: Instant },
  channelIds: readonly string[],
): Promise<Explained[]> {
  const meant = (explanation: Explanation) => channelIds.length === 0 || channelIds.some((id) => isAboutChannel(explanation, id));
  const found = (await listExplanations(db, company.id)).filter((explanation) => isAboutSpan(explanation, span) && meant(explanation));
  if (found.length === 0) return [];
  const names = listChannelNames(figures.history.versions);
  const promises = [...figures.commitments, ...figures.former].filter(
    ({ channel }) => channelIds.length === 0 || channelIds.includes(channel.id),
  );
  const ids = [...new Set(promises.map(({ commitment }) => commitment.id))];
  const tallies = await readTallies(db, toTallyRange(company, ids, span), figures.computedAt, 'counts');
  return found.map((explanation) => ({
    ...explanation,
    channelNames: nameChannels(explanation, names),
    ...countExplained(explanation, promises, tallies, company.timeZone, figures.computedAt),
  }));
}

/** What a company has said, and the channels that it can speak about. For admins and above: the caller authorises. */
export async function readExplanationsPage(db: Reader, companyId: number, now: Instant) {
  const { versions } = await readAgreementHistory(db, companyId, now);
  const names = listChannelNames(versions);
  return {
    channels: [...names].map(([id, name]) => ({ id, name })),
    explanations: (await listExplanations(db, companyId)).map((explanation) => ({
      ...explanation,
      channelNames: nameChannels(explanation, names),
    })),
  };
}

/** Every channel that a version describes, as it was last called. */
function listChannelNames(versions: readonly AgreementVersion[]): Map<string, string> {
  return new Map(versions.flatMap(({ content }) => content.channels.map((channel) => [channel.id, nameChannel(channel)])));
}

const nameChannels = ({ channelIds }: Explanation, names: ReadonlyMap<string, string>): string[] =>
  channelIds.map((id) => names.get(id) ?? id);
