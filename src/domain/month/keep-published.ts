import { NO_COUNTS } from '../compliance/counts.ts';
import { type Judgement, judgeCompliance } from '../compliance/verdict.ts';
import type { CommitmentFigures, WaitPair } from '../figures/figures.ts';
import type { Instant } from '../instant.ts';
import { type ComputedBy, RULES_VERSION } from '../rules-version.ts';
import type { StatedPromise } from '../statement/statement.ts';
import { type CommitmentKey, isSameKey } from '../tally/tally.ts';
import { compareMonth, type MonthDifference, type MonthFigure, type PublishedMonth } from './month-figures.ts';

/** By what the figures of a published month were computed, and where those of today would be others. */
export interface KeptMonth extends ComputedBy {
  readonly publishedAt: Instant;
  readonly differences: readonly MonthDifference[];
}

/** What is told of a published month beside its figures. @param figures those of today. */
export function describeKeptMonth(published: PublishedMonth, figures: readonly MonthFigure[]): KeptMonth {
  const { publishedAt, rulesVersion, timeZoneData } = published;
  return {
    publishedAt,
    rulesVersion,
    timeZoneData,
    differences: compareMonth(published, figures, { rulesVersion: RULES_VERSION, timeZoneData }),
  };
}

/** The figures of a promise as they were published. A promise that had no message then has none. */
export function keepPublished(figures: CommitmentFigures, published: PublishedMonth): CommitmentFigures {
  const key = { commitmentId: figures.commitment.id, channelId: figures.commitment.channelId, metric: figures.commitment.metric };
  const figure = published.figures.find((own) => isSameKey(own, key));
  const stated = findStated(published, key);
  const objectivePercent = figure?.heldAgainstPercent ?? figures.objectivePercent;
  return {
    ...figures,
    objectivePercent,
    judgement: judgePublished(published, key) ?? judgeCompliance(NO_COUNTS, objectivePercent, null, published.publishedAt),
    waited: toWaits(figure?.waited),
    staffed: toWaits(figure?.staffed),
    evidence: stated?.evidence ?? figures.evidence,
    exclusions: stated?.exclusions ?? figures.exclusions,
  };
}

/** A promise of a published month; undefined where it had no message. Its verdict is the one that was published. */
export function judgePublished(published: PublishedMonth, key: CommitmentKey): Judgement | undefined {
  const figure = published.figures.find((own) => isSameKey(own, key));
  if (figure === undefined) return undefined;
  const { met, breached, running, excluded, lateExcluded, heldAgainstPercent } = figure;
  const judgement = judgeCompliance({ met, breached, running, excluded, lateExcluded }, heldAgainstPercent, null, published.publishedAt);
  return { ...judgement, verdict: findStated(published, key)?.verdict ?? judgement.verdict };
}

const findStated = ({ promises }: PublishedMonth, key: CommitmentKey): StatedPromise | undefined =>
  promises?.find((own) => isSameKey({ ...own, channelId: own.channel.id }, key));

const toWaits = (waits: MonthFigure['waited'] | undefined): WaitPair => ({
  median: waits?.median ?? undefined,
  p90: waits?.p90 ?? undefined,
});
