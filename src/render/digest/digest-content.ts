import { describeShare } from '../../domain/compliance/share.ts';
import { describeChange } from '../../domain/compliance/share-change.ts';
import type { Verdict } from '../../domain/compliance/verdict.ts';
import { VERDICT_WORDS, type VerdictTone, verdictTone } from '../../domain/compliance/verdict-words.ts';
import { formatCount } from '../../domain/count-text.ts';
import { countMessages, decidedOf, intervalWords, isTooFew, shareWords } from '../../domain/figures/figure-words.ts';
import {
  describeAnswer,
  describeDetail,
  describeExcess,
  describeNoProblem,
  describeProblem,
  nameProblem,
  namePromise,
  orderByShortfall,
} from '../../domain/report/describe-report.ts';
import { describeVolume, sumChannels } from '../../domain/report/describe-volume.ts';
import { namePart } from '../../domain/report/period.ts';
import type { PeriodReport, PromiseReport } from '../../domain/report/period-report.ts';
import { drawShareBar, drawShareLine, drawVolume } from './digest-pictures.ts';

/** A picture of a digest: shapes without words, which stand beside it in the mail. */
export interface DigestPicture {
  /** Part of its address in the mail. */
  readonly name: string;
  readonly svg: string;
  readonly width: number;
  readonly height: number;
  /** What it shows, with its figures. */
  readonly alt: string;
}

/** A picture over time, with the words below it: left, middle, right. */
export interface TimePicture extends DigestPicture {
  readonly below: readonly [string, string, string];
}

export interface DigestPromise {
  readonly name: string;
  /** The promise in a sentence. */
  readonly sentence: string;
  readonly verdict: Verdict;
  readonly verdictWord: string;
  readonly tone: VerdictTone;
  /** "94 %", and "kept" behind it; without any message "Nothing", "decided yet". */
  readonly share: string;
  readonly kept: string;
  /** "90 % promised". */
  readonly promised: string;
  /** Against the days before: "+3.2 points against 9 to 15 November 2026, better, was 91 %". */
  readonly change: string;
  /** "350 messages, likely 56 to 66 %". */
  readonly basis: string;
  readonly bar: DigestPicture | undefined;
  readonly line: TimePicture | undefined;
}

/** All that a digest says, the same in HTML and in plain text. */
export interface DigestContent {
  readonly answer: string;
  readonly details: readonly string[];
  readonly promises: readonly DigestPromise[];
  /** How many promises stand in the report only. */
  readonly promisesLeft: number;
  readonly problems: readonly { readonly name: string; readonly figure: string; readonly effect: string }[];
  /** What stands in the place of problems. */
  readonly noProblem: string | undefined;
  readonly volume: readonly string[];
  readonly volumePicture: TimePicture | undefined;
  readonly channels: readonly { readonly name: string; readonly received: number; readonly open: number; readonly overdue: number }[];
}

/** A mail is read on the way: of more promises those furthest from their word are told, the rest stand in the report. */
const MOST_PROMISES = 12;
const MOST_CHANNELS = 12;

/** What a digest says of a period. Every figure is the report's. */
export function writeDigestContent(report: PeriodReport, companyName: string): DigestContent {
  const told = new Set(orderByShortfall(report.promises).slice(0, MOST_PROMISES));
  const { search, promises, former } = report;
  const all = [...promises.map(({ figures }) => figures), ...former];
  return {
    answer: describeAnswer(report, companyName),
    details: describeDetail(report),
    promises: promises.filter((promise) => told.has(promise)).map((promise, index) => tellPromise(report, promise, index)),
    promisesLeft: promises.length - told.size,
    problems: search.problems.map((problem) => ({
      name: nameProblem(problem, all),
      figure: describeProblem(problem),
      effect: describeExcess(problem),
    })),
    noProblem: search.problems.length === 0 ? describeNoProblem(search) : undefined,
    volume: describeVolume(report),
    volumePicture: pictureVolume(report),
    channels: report.volume.channels.toSorted((a, b) => b.received - a.received).slice(0, MOST_CHANNELS),
  };
}

function tellPromise(report: PeriodReport, promise: PromiseReport, index: number): DigestPromise {
  const { figures } = promise;
  const { judgement, objectivePercent } = figures;
  const name = namePromise(
    figures,
    report.promises.map((other) => other.figures),
  );
  const hasShare = decidedOf(figures) > 0 && !isTooFew(figures);
  const likely = hasShare && judgement.interval !== undefined ? `, likely ${intervalWords(judgement.interval)}` : '';
  return {
    name,
    sentence: figures.sentence,
    verdict: judgement.verdict,
    verdictWord: VERDICT_WORDS[judgement.verdict],
    tone: verdictTone(judgement.verdict),
    ...(decidedOf(figures) === 0 ? { share: 'Nothing', kept: 'decided yet' } : { share: shareWords(figures), kept: 'kept' }),
    promised: `${objectivePercent}\u00a0% promised`,
    change: describeTrend(promise, report.before.name),
    basis: `${countMessages(decidedOf(figures))}${likely}`,
    bar: hasShare ? pictureBar(promise, name, index) : undefined,
    line: hasShare ? pictureLine(report, promise, name, index) : undefined,
  };
}

const capitalise = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

const TREND_WORDS = { better: 'better', worse: 'worse', steady: 'within chance' } as const;

function describeTrend({ before }: PromiseReport, name: string): string {
  if (before?.change === undefined) return `Too few messages in ${name} to compare`;
  const { change, counts } = before;
  const words = describeChange(change);
  const trend = words === 'no change' ? '' : `: ${TREND_WORDS[change.trend]}`;
  return `${capitalise(words)} against ${name}${trend}, was ${describeShare(counts)}`;
}

function pictureBar({ figures }: PromiseReport, name: string, index: number): DigestPicture {
  const { judgement, objectivePercent } = figures;
  const share = judgement.counts.met / decidedOf(figures);
  return {
    name: `share-${index}`,
    ...drawShareBar({ share, interval: judgement.interval, objective: objectivePercent / 100, tone: verdictTone(judgement.verdict) }),
    alt: `${name}: ${shareWords(figures)} kept of ${objectivePercent}\u00a0% promised.`,
  };
}

function pictureLine({ parts, period }: PeriodReport, promise: PromiseReport, name: string, index: number): TimePicture | undefined {
  const told = promise.points.flatMap((point, at) => (point.share === undefined ? [] : [{ ...point, label: parts[at]?.label ?? '' }]));
  if (told.length < 2) return undefined;
  const { floor, ...drawn } = drawShareLine(promise.points, promise.figures.objectivePercent / 100);
  const worst = told.reduce((low, point) => (point.met * low.decided < low.met * point.decided ? point : low));
  const best = told.reduce((high, point) => (point.met * high.decided > high.met * point.decided ? point : high));
  const words = (point: (typeof told)[number]) => `${describeShare(countsOf(point))} on ${point.label}`;
  return {
    name: `time-${index}`,
    ...drawn,
    alt: `${name} by ${nameUnit(period)}: lowest ${words(worst)}, highest ${words(best)}, promised ${promise.figures.objectivePercent}\u00a0%.`,
    below: [parts[0]?.label ?? '', `${Math.round(floor * 100)} to 100\u00a0%, dashed: promised`, parts.at(-1)?.label ?? ''],
  };
}

const countsOf = ({ met, decided }: { met: number; decided: number }) => ({ met, breached: decided - met });

const nameUnit = (period: PeriodReport['period']): string => (namePart(period).split(' ')[0] ?? '').toLowerCase();

function pictureVolume(report: PeriodReport): TimePicture | undefined {
  const { points } = report.volume;
  const { received } = sumChannels(report);
  if (received === 0 || points.length < 2) return undefined;
  const most = Math.max(...points.map((point) => point.received));
  const unit = nameUnit(report.period);
  return {
    name: 'volume',
    ...drawVolume(points.map((point) => point.received)),
    alt: `Messages received by ${unit}: ${formatCount(received)} altogether, at most ${formatCount(most)} on one ${unit}.`,
    below: [points[0]?.label ?? '', `at most ${formatCount(most)} on one ${unit}`, points.at(-1)?.label ?? ''],
  };
}
