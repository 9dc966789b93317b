import { z } from 'zod';
import { channelKinds } from '../agreement/channel-kind.ts';
import { METRICS } from '../commitment/metric.ts';
import { countDecided } from '../compliance/counts.ts';
import { describeOverall, type Overall, overallVerdict } from '../compliance/overall.ts';
import { describeShare } from '../compliance/share.ts';
import { VERDICTS } from '../compliance/verdict.ts';
import type { Interval95 } from '../compliance/wilson.ts';
import { windowKeys } from '../compliance/window.ts';
import type { Explained } from '../explanation/explained.ts';
import { explainedAnswer, toExplainedAnswer } from '../explanation/explanation-answer.ts';
import { formatInstant } from '../instant.ts';
import { RULES_VERSION } from '../rules-version.ts';
import { type CommitmentFigures, type CompanyFigures, EVIDENCE_LEVELS, type WaitPair } from './figures.ts';

/** The figures of a company as the API gives them: the same numbers as on its page. */

export const instantText = z.iso.datetime().meta({ description: 'UTC, whole seconds.' });
const count = z.int().min(0);
const percent = z.number().min(0).max(100);
const wait = z
  .union([count, z.literal('unanswered'), z.null()])
  .meta({ description: 'Seconds by nearest rank; `unanswered` when the rank lies among those never answered; null without data.' });

export const companyAnswer = z.strictObject({
  slug: z.string(),
  name: z.string(),
  site: z.string(),
  timeZone: z.string().meta({ description: 'IANA zone in which the company’s days begin.' }),
  notice: z
    .string()
    .nullable()
    .meta({ description: 'To be shown wherever the company’s figures are, e.g. where demonstration data come from.' }),
});

const share = z.strictObject({
  met: count,
  breached: count,
  decided: count.meta({ description: 'met + breached: the n of the figure. Running and excluded waits are in no denominator.' }),
  percent: percent.nullable().meta({ description: 'met of decided, cut to two decimals, never rounded up. Null without data.' }),
  text: z.string().nullable().meta({ description: 'The share as the page and the badge show it.' }),
  interval: z
    .strictObject({ lowerPercent: percent, upperPercent: percent })
    .nullable()
    .meta({ description: 'Wilson score interval at 95 %.' }),
});

const waits = z.strictObject({ median: wait, p90: wait });

export const figureAnswer = z.strictObject({
  commitment: z.strictObject({
    id: z.string(),
    metric: z.enum(METRICS),
    targetSeconds: z.int(),
    objectivePercent: percent,
    clock: z.enum(['elapsed', 'working']).meta({ description: 'Whether all time counts towards the target or opening hours only.' }),
    automationAnswers: z.boolean().meta({ description: 'True when an automatic reply counts as an answer.' }),
    topic: z.string().nullable().meta({ description: 'The topic that the promise is narrowed to; null for all messages.' }),
    ownTargets: z
      .boolean()
      .meta({ description: 'True when each message is held to the time that its source named, not to targetSeconds.' }),
    sentence: z.string(),
  }),
  channel: z.strictObject({ id: z.string(), kind: z.enum(channelKinds), handle: z.string() }),
  verdict: z.enum(VERDICTS),
  heldAgainstPercent: percent.meta({
    description: 'The objective; where versions with different objectives were in force in the window, their average by messages.',
  }),
  share,
  withLateExclusions: share
    .extend({ verdict: z.enum(VERDICTS) })
    .nullable()
    .meta({
      description: 'The same with late exclusions counted as breached; null where there are none. The verdict is the worse of the two.',
    }),
  running: count,
  excluded: count,
  lateExcluded: count,
  exclusions: z.array(z.strictObject({ reason: z.string(), messages: count, late: count })),
  waited: waits.meta({ description: 'Time that passed for the customer.' }),
  staffed: waits.meta({ description: 'Time on the commitment’s clock: what the target is compared with.' }),
  evidence: z.array(z.strictObject({ level: z.enum(EVIDENCE_LEVELS), messages: count })),
  recording: z
    .strictObject({ events: count, recordedLongAfter: count })
    .meta({ description: 'Events of the channel, and those recorded more than a day late.' }),
  lastSignAt: instantText.nullable().meta({ description: 'Last sign of life from the channel’s sources.' }),
  formerTerms: z.array(z.strictObject({ versionNumber: z.int(), sentence: z.string(), messages: count })),
  endedWithVersion: z.int().nullable().meta({ description: 'Of a promise that is no longer made: the last version that made it.' }),
});

export const complianceAnswer = z.strictObject({
  company: companyAnswer,
  window: z.strictObject({ key: z.enum(windowKeys), from: instantText, to: instantText }).meta({ description: 'Both ends belong to it.' }),
  computedAt: instantText,
  rulesVersion: z
    .int()
    .meta({ description: 'Version of the rules of measurement: counted up whenever the same events would come to other figures.' }),
  agreementVersion: z.int().nullable().meta({ description: 'The version in force; null when none is.' }),
  overall: z.strictObject({
    verdict: z.enum(VERDICTS).nullable(),
    sentence: z.string(),
    keeps: count,
    atRisk: count,
    breaks: count,
    tooFew: count,
    stale: count,
    judged: count,
  }),
  commitments: z.array(figureAnswer).meta({ description: 'Of the version in force, in its order.' }),
  former: z.array(figureAnswer).meta({ description: 'Promises of former versions with messages in the window.' }),
  explanations: z
    .array(explainedAnswer)
    .meta({ description: 'What the company itself says about days of the window, the newest first. It changes no figure.' }),
});

export type ComplianceAnswer = z.output<typeof complianceAnswer>;

/** What the API tells of a company besides figures. */
export interface AnsweredCompany {
  readonly slug: string;
  readonly name: string;
  readonly site: string;
  readonly timeZone: string;
  readonly notice: string | null;
}

export function toCompanyAnswer({ slug, name, site, timeZone, notice }: AnsweredCompany): z.output<typeof companyAnswer> {
  return { slug, name, site, timeZone, notice };
}

export function toComplianceAnswer(
  report: { company: AnsweredCompany; figures: CompanyFigures; overall: Overall },
  explanations: readonly Explained[],
): ComplianceAnswer {
  const { company, figures, overall } = report;
  const { keeps, atRisk, breaks, tooFew, stale, judged } = overall;
  const verdict = figures.commitments.length === 0 ? null : overallVerdict(overall);
  return {
    company: toCompanyAnswer(company),
    window: { key: figures.window.key, from: formatInstant(figures.window.fromAt), to: formatInstant(figures.window.toAt) },
    computedAt: formatInstant(figures.computedAt),
    rulesVersion: RULES_VERSION,
    agreementVersion: figures.history.inForce?.number ?? null,
    overall: { verdict, sentence: describeOverall(overall), keeps, atRisk, breaks, tooFew, stale, judged },
    commitments: figures.commitments.map(toFigureAnswer),
    former: figures.former.map(toFigureAnswer),
    explanations: explanations.map(toExplainedAnswer),
  };
}

function toFigureAnswer(figure: CommitmentFigures): z.output<typeof figureAnswer> {
  const { commitment, channel, judgement } = figure;
  const { id, metric, targetSeconds, objectivePercent, automationAnswers, topic = null, ownTargets = false } = commitment;
  const late = judgement.withLateExclusions;
  return {
    commitment: {
      id,
      metric,
      targetSeconds,
      objectivePercent,
      clock: figure.clock,
      automationAnswers,
      topic,
      ownTargets,
      sentence: figure.sentence,
    },
    channel: { id: channel.id, kind: channel.kind, handle: channel.handle },
    verdict: judgement.verdict,
    heldAgainstPercent: figure.objectivePercent,
    share: toShareAnswer(judgement),
    withLateExclusions: late === undefined ? null : { ...toShareAnswer(late), verdict: late.verdict },
    running: judgement.counts.running,
    excluded: judgement.counts.excluded,
    lateExcluded: judgement.counts.lateExcluded,
    exclusions: [...figure.exclusions],
    waited: toWaits(figure.waited),
    staffed: toWaits(figure.staffed),
    evidence: [...figure.evidence],
    recording: figure.recording,
    lastSignAt: figure.lastSignAt === null ? null : formatInstant(figure.lastSignAt),
    formerTerms: [...figure.formerTerms],
    endedWithVersion: figure.endedWithVersion ?? null,
  };
}

function toShareAnswer(judged: {
  counts: { met: number; breached: number } & Parameters<typeof countDecided>[0];
  interval: Interval95 | undefined;
}) {
  const { counts, interval } = judged;
  const decided = countDecided(counts);
  const toPercent = (part: number) => Math.round(part * 10_000) / 100;
  return {
    met: counts.met,
    breached: counts.breached,
    decided,
    percent: decided === 0 ? null : Math.floor((counts.met * 10_000) / decided) / 100,
    text: describeShare(counts) ?? null,
    interval: interval === undefined ? null : { lowerPercent: toPercent(interval.lower), upperPercent: toPercent(interval.upper) },
  };
}

const toWaits = ({ median, p90 }: WaitPair) => ({ median: median ?? null, p90: p90 ?? null });
