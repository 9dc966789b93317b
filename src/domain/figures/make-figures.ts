import type { AgreementChannel, AgreementVersion, Commitment } from '../agreement/agreement.ts';
import { wordCommitment } from '../commitment/commitment-words.ts';
import { averageObjective } from '../compliance/average-objective.ts';
import { addCounts, type Counts, countDecided, NO_COUNTS } from '../compliance/counts.ts';
import { judgeCompliance } from '../compliance/verdict.ts';
import type { Instant } from '../instant.ts';
import type { ObligationCount, WaitPercentiles } from '../tally/count-tallies.ts';
import { type CommitmentKey, isSameKey } from '../tally/tally.ts';
import {
  type AgreementHistory,
  type CommitmentFigures,
  type CompanyFigures,
  EVIDENCE_LEVELS,
  type EvidenceLevel,
  type RecordedEvents,
} from './figures.ts';

/** What is known of a channel's sources. */
export interface ChannelSign {
  readonly channelId: string;
  /** Last sign of life from any of its sources; null when none ever gave one. */
  readonly lastSignAt: Instant | null;
  readonly recording: RecordedEvents;
}

/** What figures are made from. */
export interface FigureSources {
  readonly history: AgreementHistory;
  readonly counts: readonly ObligationCount[];
  /** Empty for who shows none. */
  readonly percentiles: readonly WaitPercentiles[];
  /** The evidence level of each source. */
  readonly evidence: ReadonlyMap<number, EvidenceLevel>;
  /** By channel. */
  readonly signs: ReadonlyMap<string, ChannelSign>;
}

/**
 * Makes the figures of a company's promises.
 * @param endAt the instant that judges whether a source is silent. @param now what the counts hold up to.
 */
export function makeFigures(sources: FigureSources, endAt: Instant, now: Instant): Omit<CompanyFigures, 'window'> {
  const { history, counts } = sources;
  const build = (version: AgreementVersion, commitment: Commitment, isFormer: boolean) =>
    buildFigures({ ...sources, version, commitment, isFormer, judgedAt: endAt });
  const { inForce } = history;
  return {
    computedAt: now,
    history,
    commitments: inForce?.content.commitments.map((commitment) => build(inForce, commitment, false)) ?? [],
    former: findFormerCommitments(history, counts).map(({ version, commitment }) => build(version, commitment, true)),
  };
}

interface PromiseSources extends FigureSources {
  readonly version: AgreementVersion;
  readonly commitment: Commitment;
  readonly isFormer: boolean;
  readonly judgedAt: Instant;
}

function buildFigures(sources: PromiseSources): CommitmentFigures {
  const { version, commitment, history, signs, judgedAt } = sources;
  const key = keyOf(commitment);
  const counted = sources.counts.filter((count) => isSameKey(count, key));
  const percentiles = sources.percentiles.find((candidate) => isSameKey(candidate, key));
  const sign = signs.get(commitment.channelId);
  const objectivePercent = objectiveOf(commitment, history, counted);
  const nothing = { median: undefined, p90: undefined };
  const words = wordCommitment(commitment, version.content);
  return {
    commitment,
    channel: getChannel(version, commitment.channelId),
    ...words,
    objectivePercent,
    judgement: judgeCompliance(sumCounts(counted), objectivePercent, sign?.lastSignAt ?? null, judgedAt),
    waited: percentiles?.waited ?? nothing,
    staffed: percentiles?.staffed ?? nothing,
    evidence: sumEvidence(counted, sources.evidence),
    exclusions: sumExclusions(counted),
    recording: sign?.recording ?? { events: 0, recordedLongAfter: 0 },
    lastSignAt: sign?.lastSignAt ?? null,
    formerTerms: listFormerTerms(commitment, words.sentence, version, history, counted),
    endedWithVersion: sources.isFormer ? version.number : undefined,
  };
}

export const keyOf = ({ id, channelId, metric }: Commitment): CommitmentKey => ({ commitmentId: id, channelId, metric });

function getChannel(version: AgreementVersion, channelId: string): AgreementChannel {
  const channel = version.content.channels.find(({ id }) => id === channelId);
  if (channel === undefined)
    throw new Error(`Version ${version.number} has a commitment on channel ${channelId}, which it does not describe.`);
  return channel;
}

function findCommitment(version: AgreementVersion | undefined, key: CommitmentKey): Commitment | undefined {
  return version?.content.commitments.find((candidate) => isSameKey(keyOf(candidate), key));
}

export function sumCounts(counted: readonly ObligationCount[]): Counts {
  return counted.reduce<Counts>(
    (sum, { outcome, lateExclusion, count }) => addCounts(sum, { ...NO_COUNTS, [outcome]: count, lateExcluded: lateExclusion ? count : 0 }),
    NO_COUNTS,
  );
}

export function objectiveOf(commitment: Commitment, history: AgreementHistory, counted: readonly ObligationCount[]): number {
  const weights = new Map<number, number>();
  for (const { versionNumber, outcome, count } of counted) {
    if (outcome !== 'met' && outcome !== 'breached') continue;
    const version = history.versions.find(({ number }) => number === versionNumber);
    const objective = findCommitment(version, keyOf(commitment))?.objectivePercent ?? commitment.objectivePercent;
    weights.set(objective, (weights.get(objective) ?? 0) + count);
  }
  return averageObjective(weights) ?? commitment.objectivePercent;
}

function sumEvidence(counted: readonly ObligationCount[], evidence: ReadonlyMap<number, EvidenceLevel>): CommitmentFigures['evidence'] {
  return EVIDENCE_LEVELS.flatMap((level) => {
    const own = counted.filter(
      ({ sourceId, outcome }) => evidence.get(sourceId) === level && (outcome === 'met' || outcome === 'breached'),
    );
    const messages = own.reduce((sum, { count }) => sum + count, 0);
    return messages === 0 ? [] : [{ level, messages }];
  });
}

function sumExclusions(counted: readonly ObligationCount[]): CommitmentFigures['exclusions'] {
  const byReason = Map.groupBy(
    counted.filter(({ exclusionReason }) => exclusionReason !== null),
    ({ exclusionReason }) => exclusionReason as string,
  );
  return [...byReason]
    .map(([reason, group]) => ({
      reason,
      messages: group.reduce((sum, { count }) => sum + count, 0),
      late: group.reduce((sum, { count, lateExclusion }) => sum + (lateExclusion ? count : 0), 0),
    }))
    .sort((a, b) => b.messages - a.messages || (a.reason < b.reason ? -1 : 1));
}

/** Terms are former where they read differently: a new version that leaves a promise as it was is no news. @param present how they read now. */
function listFormerTerms(
  commitment: Commitment,
  present: string,
  version: AgreementVersion,
  history: AgreementHistory,
  counted: readonly ObligationCount[],
): CommitmentFigures['formerTerms'] {
  return history.versions.flatMap((other) => {
    const former = other.number === version.number ? undefined : findCommitment(other, keyOf(commitment));
    const messages = countDecided(sumCounts(counted.filter(({ versionNumber }) => versionNumber === other.number)));
    const sentence = former === undefined || messages === 0 ? present : wordCommitment(former, other.content).sentence;
    return sentence === present ? [] : [{ versionNumber: other.number, sentence, messages }];
  });
}

/** Promises that the version in force does not make but that have messages in the window, each as it last read. */
function findFormerCommitments(history: AgreementHistory, counts: readonly ObligationCount[]) {
  const found: { version: AgreementVersion; commitment: Commitment }[] = [];
  for (const count of counts) {
    if (findCommitment(history.inForce, count) !== undefined || found.some(({ commitment }) => isSameKey(keyOf(commitment), count)))
      continue;
    const version = history.versions.findLast((candidate) => findCommitment(candidate, count) !== undefined);
    const commitment = findCommitment(version, count);
    if (version !== undefined && commitment !== undefined) found.push({ version, commitment });
  }
  return found;
}
