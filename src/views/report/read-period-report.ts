import type { AgreementVersion } from '../../domain/agreement/agreement.ts';
import { CHANNEL_KINDS, nameChannel } from '../../domain/agreement/channel-kind.ts';
import { compareAgreements } from '../../domain/agreement/compare-agreements.ts';
import { findWeakenings } from '../../domain/agreement/is-weakening.ts';
import { findTimeInForce, findVersionInForce } from '../../domain/agreement/version-in-force.ts';
import { countVerdicts } from '../../domain/compliance/overall.ts';
import { compareShares, isComparable } from '../../domain/compliance/share-change.ts';
import { FEWEST_DECIDED } from '../../domain/compliance/verdict.ts';
import type { CommitmentFigures } from '../../domain/figures/figures.ts';
import type { Instant } from '../../domain/instant.ts';
import { describeKeptMonth, keepPublished } from '../../domain/month/keep-published.ts';
import { toMonthFigures } from '../../domain/month/month-figures.ts';
import { summariseCauses } from '../../domain/report/breach-causes.ts';
import { judgeTreatment } from '../../domain/report/equal-treatment.ts';
import { findProblems } from '../../domain/report/find-problems.ts';
import { listPeriodParts, type Period, periodBefore, periodYearBefore } from '../../domain/report/period.ts';
import type { Comparison, PeriodReport, PromiseReport, VersionChange } from '../../domain/report/period-report.ts';
import { chartVolume, countAll, listCountedOnce, sumVolume } from '../../domain/report/volume.ts';
import { statePromise } from '../../domain/statement/statement.ts';
import { chartHours, chartShares } from '../../domain/tally/chart-tallies.ts';
import { type CommitmentKey, isSameKey, type Tally } from '../../domain/tally/tally.ts';
import { readSpanFigures, type SpanFigures } from '../company-figures.ts';
import { findPublishedMonth } from '../published-months.ts';
import { readExplanations } from '../read-explanations.ts';
import type { CompanyReference, Reader } from '../reader.ts';
import { explainProblems, readBreachCauses } from './read-breach-causes.ts';
import { bandsOf, groupsOf, readMessageCounts } from './read-message-counts.ts';
import { readWaitFlows } from './read-wait-flows.ts';

/** The part of a report that companies are held side by side by. */
export type PeriodFigures = Omit<
  PeriodReport,
  'search' | 'causes' | 'treatment' | 'isEqualTreatmentPromised' | 'explanations' | 'versions'
>;

/**
 * Reads whether a company kept its word in a period, and where not. The figures are those of the public page and the API for the same days.
 * For members only: the caller authorises.
 * @param channelIds narrows the report to these channels; empty: all. Unknown ones are left out.
 */
export async function readPeriodReport(
  db: Reader,
  company: CompanyReference,
  period: Period,
  channelIds: readonly string[],
  now: Instant,
): Promise<PeriodReport> {
  const { figures, whole, all } = await readParts(db, company, period, channelIds, now);
  const messages = await readMessageCounts(db, company.id, all.map(keyOf), period, now);
  const causes = await readBreachCauses(db, company, [...new Set(all.map(({ commitment }) => commitment.id))], period, now);
  const search = findProblems(
    all.map((own) => ({
      figures: own,
      hours: chartHours(talliesOf(whole.tallies, own), now),
      groups: groupsOf(messages, keyOf(own)),
    })),
  );
  return {
    ...figures,
    search: { ...search, problems: await explainProblems(db, company, search.problems, period, now) },
    causes: summariseCauses(causes, all),
    treatment: judgeTreatment(all.map((own) => ({ figures: own, bands: bandsOf(messages, keyOf(own)) }))),
    isEqualTreatmentPromised: whole.figures.history.inForce?.content.equalTreatment.promised ?? false,
    explanations: await readExplanations(db, company, whole.figures, period, figures.channelIds),
    versions: listVersionChanges(whole.figures.history.versions, period),
  };
}

/** The figures of a report alone: promises with their trends, volume and backlog. The caller authorises. */
export async function readPeriodFigures(db: Reader, company: CompanyReference, period: Period, now: Instant): Promise<PeriodFigures> {
  return (await readParts(db, company, period, [], now)).figures;
}

async function readParts(
  db: Reader,
  company: CompanyReference,
  period: Period,
  channelIds: readonly string[],
  now: Instant,
): Promise<{ figures: PeriodFigures; whole: SpanFigures; all: readonly CommitmentFigures[] }> {
  const [before, yearBefore] = [periodBefore(period, company.timeZone), periodYearBefore(period, company.timeZone)];
  const whole = await readSpanFigures(db, company, period, now);
  const earlier = await readSpanFigures(db, company, before, now);
  const lastYear = await readSpanFigures(db, company, yearBefore, now);
  const channels = listChannels(whole);
  const chosen = channelIds.filter((id) => channels.some((channel) => channel.id === id));
  const narrow = (span: SpanFigures) => narrowTo(span, chosen);
  const [own, ownEarlier, ownLastYear] = [narrow(whole), narrow(earlier), narrow(lastYear)];
  const parts = listPeriodParts(period, company.timeZone);
  const counted = listCountedOnce(own.all);
  const month = period.unit === 'month' && !period.isRunning ? await findPublishedMonth(db, company.id, period.key) : undefined;
  const kept = (figures: CommitmentFigures) => (month === undefined ? figures : keepPublished(figures, month));
  const shown = own.commitments.map(kept);
  const flows = await readWaitFlows(db, company.id, counted.map(keyOf), [...parts.map(({ fromAt }) => fromAt), period.toAt + 1], now);
  const figures = {
    period,
    before,
    yearBefore,
    computedAt: now,
    parts,
    channelIds: chosen,
    channels,
    overall: countVerdicts(shown.map(({ judgement }) => judgement.verdict)),
    promises: shown.map(
      (figures): PromiseReport => ({
        figures,
        before: compareWith(figures, ownEarlier.all),
        yearBefore: compareWith(figures, ownLastYear.all),
        points: chartShares(talliesOf(whole.tallies, figures), parts, now),
      }),
    ),
    former: own.former.map(kept),
    published: month && describeKeptMonth(month, toMonthFigures([...whole.figures.commitments, ...whole.figures.former].map(statePromise))),
    volume: {
      points: chartVolume(
        flows,
        parts.map(({ label }) => label),
      ),
      channels: [...new Map(counted.map(({ channel }) => [channel.id, channel])).values()].map((channel) => ({
        ...sumVolume(flows, channel.id),
        name: channels.find(({ id }) => id === channel.id)?.name ?? nameChannel(channel),
      })),
      receivedBefore: countReceived(ownEarlier.all),
      receivedYearBefore: countReceived(ownLastYear.all),
    },
  };
  return { figures, whole, all: own.all };
}

interface OwnFigures {
  readonly commitments: readonly CommitmentFigures[];
  readonly former: readonly CommitmentFigures[];
  readonly all: readonly CommitmentFigures[];
}

function narrowTo({ figures }: SpanFigures, channelIds: readonly string[]): OwnFigures {
  const isOwn = ({ channel }: CommitmentFigures) => channelIds.length === 0 || channelIds.includes(channel.id);
  const [commitments, former] = [figures.commitments.filter(isOwn), figures.former.filter(isOwn)];
  return { commitments, former, all: [...commitments, ...former] };
}

/** Channels with a promise or messages, by the kind where that is enough to tell them apart. */
function listChannels({ figures }: SpanFigures): { id: string; name: string }[] {
  const channels = [...new Map([...figures.commitments, ...figures.former].map(({ channel }) => [channel.id, channel])).values()];
  return channels.map((channel) => {
    const isOnly = channels.every((other) => other === channel || other.kind !== channel.kind);
    return { id: channel.id, name: isOnly ? CHANNEL_KINDS[channel.kind] : nameChannel(channel) };
  });
}

const keyOf = ({ commitment }: CommitmentFigures): CommitmentKey => ({
  commitmentId: commitment.id,
  channelId: commitment.channelId,
  metric: commitment.metric,
});

const talliesOf = (tallies: readonly Tally[], figures: CommitmentFigures): Tally[] =>
  tallies.filter((tally) => isSameKey(tally, keyOf(figures)));

const countReceived = (all: readonly CommitmentFigures[]): number =>
  listCountedOnce(all).reduce((sum, figures) => sum + countAll(figures), 0);

function compareWith(figures: CommitmentFigures, earlier: readonly CommitmentFigures[]): Comparison | undefined {
  const counts = earlier.find((other) => isSameKey(keyOf(other), keyOf(figures)))?.judgement.counts;
  if (counts === undefined || !isComparable(counts, figures.judgement.counts, FEWEST_DECIDED)) return undefined;
  return { counts, change: compareShares(figures.judgement.counts, counts) };
}

/** Versions that came into force in the period, each against the one that was in force before it. */
function listVersionChanges(versions: readonly AgreementVersion[], { fromAt, toAt }: Period): VersionChange[] {
  return versions
    .filter(({ number, effectiveAt }) => effectiveAt >= fromAt && effectiveAt <= toAt && findTimeInForce(versions, number) !== undefined)
    .toSorted((a, b) => a.effectiveAt - b.effectiveAt)
    .map(({ number, effectiveAt, content }) => {
      const former = findVersionInForce(versions, effectiveAt - 1);
      return {
        number,
        effectiveAt,
        changes: former && compareAgreements(former.content, content),
        weakenings: former === undefined ? [] : findWeakenings(former.content, content, effectiveAt).map(({ reason }) => reason),
      };
    });
}
