import { CHANNEL_KINDS } from '../agreement/channel-kind.ts';
import { METRIC_NAMES } from '../commitment/describe-commitment.ts';
import { countDecided } from '../compliance/counts.ts';
import type { Overall } from '../compliance/overall.ts';
import { describeShare, reachesObjective } from '../compliance/share.ts';
import { FEWEST_DECIDED } from '../compliance/verdict.ts';
import type { AudienceBand } from '../conversation/audience.ts';
import { formatCount } from '../count-text.ts';
import type { CommitmentFigures } from '../figures/figures.ts';
import type { Problem, ProblemSearch } from './find-problems.ts';
import type { PeriodReport, PromiseReport } from './period-report.ts';

/** The answer to "Are we keeping our word?": the first sentence of a report. */
export function describeAnswer({ overall, period }: Pick<PeriodReport, 'overall' | 'period'>, companyName: string): string {
  const { judged, keeps, breaks } = overall;
  const when = nameWhen(period);
  if (judged === 0) return describeNothing(overall, when, companyName);
  const word = keeps === judged ? 'Yes' : breaks === 0 ? 'Nearly' : keeps === 0 ? 'No' : keeps * 2 >= judged ? 'Mostly' : 'Not enough';
  return `${word}. ${when}, ${companyName} ${describeKept(overall)}.`;
}

/** "In November 2026", "From 3 to 17 November 2026", "On 3 November 2026". */
export function nameWhen({ isRunning, unit, firstDate, lastDate, name }: PeriodReport['period']): string {
  if (!isRunning && unit !== 'days') return `In ${name}`;
  return `${firstDate === lastDate ? 'On' : 'From'} ${name}`;
}

function describeNothing({ tooFew, stale }: Overall, when: string, companyName: string): string {
  if (tooFew + stale === 0) return `${when}, ${companyName} promised nothing.`;
  return tooFew > 0
    ? `Too early to tell. ${when}, too few messages were decided to judge any promise of ${companyName}.`
    : `Unknown. ${when}, the sources of ${companyName} fell silent, so nothing can be said for sure.`;
}

function describeKept({ keeps, judged }: Overall): string {
  if (judged === 1) return keeps === 1 ? 'kept its promise' : 'did not keep its promise';
  if (keeps === judged) return judged === 2 ? 'kept both of its promises' : `kept all ${judged} of its promises`;
  return `kept ${keeps === 0 ? 'none' : keeps} of its ${judged} promises`;
}

/** What stands below the answer: which promise is furthest from its word, and which changed beyond chance. */
export function describeDetail({ promises, before }: Pick<PeriodReport, 'promises' | 'before'>): string[] {
  const furthest = promises.filter(isShort).toSorted((a, b) => shortfall(b) - shortfall(a))[0];
  const changed = (trend: 'better' | 'worse') =>
    promises.filter((promise) => promise.before?.change?.trend === trend).map(nameOf(promises));
  const [better, worse] = [changed('better'), changed('worse')];
  const trends = [
    ...(better.length > 0 ? [`${listNames(better)} did better`] : []),
    ...(worse.length > 0 ? [`${listNames(worse)} did worse`] : []),
  ];
  return [
    ...(furthest === undefined ? [] : [describeFurthest(furthest, nameOf(promises)(furthest))]),
    ...(trends.length === 0 ? [] : [`Against ${before.name}, ${trends.join('; ')}.`]),
  ];
}

function describeFurthest({ figures }: PromiseReport, name: string): string {
  const { counts } = figures.judgement;
  const missed = `${formatCount(counts.breached)} of ${formatCount(countDecided(counts))} answers missed their time`;
  return `Furthest from its word is ${name}: ${describeShare(counts)} kept where ${figures.objectivePercent}\u00a0% was promised; ${missed}.`;
}

function isShort({ figures }: PromiseReport): boolean {
  const { counts } = figures.judgement;
  return countDecided(counts) >= FEWEST_DECIDED && reachesObjective(counts, figures.objectivePercent) === false;
}

const shortfall = ({ figures }: PromiseReport): number => {
  const { counts } = figures.judgement;
  return figures.objectivePercent / 100 - counts.met / countDecided(counts);
};

const nameOf = (promises: readonly PromiseReport[]) => {
  const all = promises.map(({ figures }) => figures);
  return ({ figures }: PromiseReport): string => namePromise(figures, all);
};

/** Promises by how far they fall short of their objectives, the furthest first; those with too few messages come last. */
export function orderByShortfall(promises: readonly PromiseReport[]): PromiseReport[] {
  const isTold = ({ figures }: PromiseReport) => countDecided(figures.judgement.counts) >= FEWEST_DECIDED;
  return promises.toSorted((a, b) => Number(isTold(b)) - Number(isTold(a)) || (isTold(a) ? shortfall(b) - shortfall(a) : 0));
}

/** A promise in as few words as tell it apart from the others: "E-mail", "X, later answers", "X @acme". */
export function namePromise(figures: CommitmentFigures, all: readonly CommitmentFigures[]): string {
  const kind = CHANNEL_KINDS[figures.channel.kind];
  const sameKind = all.filter(({ channel }) => channel.kind === figures.channel.kind);
  const isOnlyChannel = sameKind.every(({ channel }) => channel.id === figures.channel.id);
  const channel = isOnlyChannel || figures.channel.handle === '' ? kind : `${kind} ${figures.channel.handle}`;
  const ofChannel = sameKind.filter((other) => other.channel.id === figures.channel.id);
  if (ofChannel.length < 2) return channel;
  const { metric, topic } = figures.commitment;
  const place = topic === undefined ? channel : `${channel}, ${topic}`;
  const ofTopic = ofChannel.filter(({ commitment }) => commitment.topic === topic);
  if (topic !== undefined && ofTopic.length === 1) return place;
  const isOnlyMetric = ofTopic.filter(({ commitment }) => commitment.metric === metric).length === 1;
  const what = isOnlyMetric ? METRIC_NAMES[metric] : figures.summary;
  return `${place}, ${what.slice(0, 1).toLowerCase()}${what.slice(1)}`;
}

const MOST_NAMES = 4;

function listNames(all: readonly string[]): string {
  const names = all.length <= MOST_NAMES ? all : [...all.slice(0, MOST_NAMES - 1), `${all.length - MOST_NAMES + 1} more`];
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** A problem as a headline: "E-mail on Monday mornings". */
export function nameProblem({ figures, group }: Problem, all: readonly CommitmentFigures[]): string {
  return `${namePromise(figures, all)}${group === undefined ? ' as a whole' : ` ${group.words}`}`;
}

/** Its figure: "61 % kept, 214 of 350 breaches". */
export function describeProblem({ met, breached, allBreached, group }: Problem): string {
  const share = describeShare({ met, breached }) ?? '';
  const part = `${formatCount(breached)} of ${formatCount(allBreached)} breaches`;
  return group === undefined ? `${share} kept, ${formatCount(breached)} breaches` : `${share} kept, ${part}`;
}

/** What mending it would win: "About 41 fewer breaches if these messages had been answered like the rest." */
export function describeExcess({ excess, group }: Problem): string {
  const count = formatCount(Math.round(excess));
  return group === undefined
    ? `About ${count} more than the promise allows.`
    : `About ${count} fewer breaches if these messages had been answered like the rest.`;
}

/** What stands in the place of problems where none was found. */
export function describeNoProblem({ looked }: ProblemSearch): string {
  if (looked === 0) return 'There are too few messages to tell.';
  return 'No weekday, hour, language or topic stands out, and no promise as a whole is broken more often than it allows.';
}

const BAND_WORDS: Record<AudienceBand, string> = {
  '<100': 'under 100 followers',
  '100-1k': '100 to 1,000 followers',
  '1k-10k': '1,000 to 10,000 followers',
  '10k-100k': '10,000 to 100,000 followers',
  '>100k': 'over 100,000 followers',
};

/** Whether the promise was kept alike for small and large followings: one sentence, or one for each difference. */
export function describeTreatment({ treatment, promises, former, isEqualTreatmentPromised }: PeriodReport): string[] {
  const all = [...promises.map(({ figures }) => figures), ...former];
  if (treatment.length === 0) return ['Nothing is known of the following of those who wrote, so equal treatment cannot be told.'];
  const found = treatment.flatMap(({ figures, bands }) =>
    bands
      .filter(({ treated }) => treated === 'better' || treated === 'worse')
      .map(({ band, met, breached, treated }) => {
        const share = describeShare({ met, breached });
        return `${namePromise(figures, all)}: people with ${BAND_WORDS[band]} were treated ${treated} than the others, ${share} kept.`;
      }),
  );
  if (found.length > 0) return found;
  return [
    `No difference by following was found that chance does not explain${isEqualTreatmentPromised ? ': equal treatment was promised' : ''}.`,
  ];
}

/** How far the channels lie apart, by their distance from their own objectives. */
export function describeConsistency({ promises }: PeriodReport): string {
  const judged = promises.filter(({ figures }) => countDecided(figures.judgement.counts) >= FEWEST_DECIDED);
  const ordered = judged.toSorted((a, b) => shortfall(a) - shortfall(b));
  const [best, worst] = [ordered[0], ordered.at(-1)];
  if (best === undefined || worst === undefined || best === worst)
    return 'One promise alone has enough messages, so there is nothing to hold it against.';
  const name = nameOf(promises);
  const points = Math.floor((shortfall(worst) - shortfall(best)) * 100);
  const place = (promise: PromiseReport) =>
    `${describeShare(promise.figures.judgement.counts)} where ${promise.figures.objectivePercent}\u00a0% was promised`;
  if (points < CONSISTENT_POINTS) return `The channels agree: between the best and the worst of them lie ${points} points.`;
  return `The channels differ: ${name(best)} kept ${place(best)}, ${name(worst)} ${place(worst)}. Measured against what each promises, they are ${points} points apart.`;
}

/** Promises that lie less than so many points apart are told as consistent. */
const CONSISTENT_POINTS = 5;

/** What a report is about: its period, and the channels where it is narrowed to some. */
export function nameReport({ period, channels, channelIds }: Pick<PeriodReport, 'period' | 'channels' | 'channelIds'>): string {
  return [period.name, ...channels.filter(({ id }) => channelIds.includes(id)).map(({ name }) => name)].join(', ');
}
