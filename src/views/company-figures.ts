import type { AgreementChannel, AgreementVersion, Commitment } from '../domain/agreement/agreement.ts';
import { commitmentClock, describeCommitment, summariseCommitment } from '../domain/commitment/describe-commitment.ts';
import { averageObjective } from '../domain/compliance/average-objective.ts';
import { addCounts, type Counts, countDecided, NO_COUNTS } from '../domain/compliance/counts.ts';
import { judgeCompliance } from '../domain/compliance/verdict.ts';
import { findWindow, type WindowKey } from '../domain/compliance/window.ts';
import {
  type AgreementHistory,
  type CommitmentFigures,
  type CompanyFigures,
  EVIDENCE_LEVELS,
  type EvidenceLevel,
} from '../domain/figures/figures.ts';
import type { Instant } from '../domain/instant.ts';
import { countTallies, groupByCommitment, type ObligationCount, rankTallies, type WaitPercentiles } from '../domain/tally/count-tallies.ts';
import { type CommitmentKey, isSameKey, type Tally } from '../domain/tally/tally.ts';
import { prepared } from '../store/prepared.ts';
import { readAgreementHistory } from './read-agreement-history.ts';
import { type ChannelSign, readChannelSigns } from './read-channel-signs.ts';
import type { CompanyReference, Reader } from './reader.ts';
import { readTallies } from './tallies/read-tallies.ts';
import { listMarkedDays } from './tallies/refresh-tallies.ts';
import type { TallyDepth } from './tallies/select-tallies.ts';
import { toDays, toTallyRange } from './tallies/tally-range.ts';

/**
 * The figures of a company: the only source of any number that Kept shows, on the page, in badges, in charts' headings and in the API.
 * Right at `now` without any job: what time alone changes is worked out here.
 * @param depth `counts` for who shows no percentiles; they are then undefined.
 */
export async function readCompanyFigures(
  db: Reader,
  company: CompanyReference,
  key: WindowKey,
  now: Instant,
  depth: TallyDepth = 'whole',
): Promise<CompanyFigures> {
  const window = findWindow(key, company.timeZone, now);
  const { figures } = await readSpanFigures(db, company, window, now, depth);
  return { window, ...figures };
}

/** The figures of any days, with the tallies that they were counted from. */
export interface SpanFigures {
  readonly figures: Omit<CompanyFigures, 'window'>;
  readonly tallies: readonly Tally[];
}

/**
 * The figures of the messages that arrived in whole days of the company's zone, as they stand at `now`. Of days that are over, the promises
 * are those in force at their end, and a source that fell silent after them does not make them stale.
 */
export async function readSpanFigures(
  db: Reader,
  company: CompanyReference,
  span: { readonly fromAt: Instant; readonly toAt: Instant },
  now: Instant,
  depth: TallyDepth = 'whole',
): Promise<SpanFigures> {
  const endAt = Math.min(now, span.toAt);
  // The marked days before the tallies: whatever is marked later is told to who asks next.
  const [history, marked] = await Promise.all([
    readAgreementHistory(db, company.id, endAt),
    listMarkedDays(db, { company, ...toDays(company, span) }),
  ]);
  const commitmentIds = [...new Set(history.versions.flatMap(({ content }) => content.commitments.map(({ id }) => id)))];
  const [tallies, evidence, signs] = await Promise.all([
    readTallies(db, toTallyRange(company, commitmentIds, span), now, depth, marked),
    readEvidence(db, company.id),
    readChannelSigns(db, company, span),
  ]);
  const counts = countTallies(tallies, now);
  const percentiles = depth === 'counts' ? [] : await rankAll(tallies, now);
  const build = (version: AgreementVersion, commitment: Commitment, isFormer: boolean) =>
    buildFigures({ version, commitment, isFormer, history, counts, percentiles, evidence, signs, judgedAt: endAt });
  const { inForce } = history;
  const figures = {
    computedAt: now,
    history,
    commitments: inForce?.content.commitments.map((commitment) => build(inForce, commitment, false)) ?? [],
    former: findFormerCommitments(history, counts).map(({ version, commitment }) => build(version, commitment, true)),
  };
  return { figures, tallies };
}

/** The percentiles of each commitment. Of a year they take milliseconds each, so others get their turn in between. */
async function rankAll(tallies: readonly Tally[], now: Instant): Promise<WaitPercentiles[]> {
  const ranked: WaitPercentiles[] = [];
  for (const own of groupByCommitment(tallies)) {
    ranked.push(rankTallies(own, now));
    await new Promise(setImmediate);
  }
  return ranked;
}

interface FigureSources {
  readonly version: AgreementVersion;
  readonly commitment: Commitment;
  readonly isFormer: boolean;
  readonly history: AgreementHistory;
  readonly counts: readonly ObligationCount[];
  readonly percentiles: readonly WaitPercentiles[];
  readonly evidence: ReadonlyMap<number, EvidenceLevel>;
  readonly signs: ReadonlyMap<string, ChannelSign>;
  readonly judgedAt: Instant;
}

function buildFigures(sources: FigureSources): CommitmentFigures {
  const { version, commitment, history, signs, judgedAt } = sources;
  const key = keyOf(commitment);
  const counted = sources.counts.filter((count) => isSameKey(count, key));
  const percentiles = sources.percentiles.find((candidate) => isSameKey(candidate, key));
  const sign = signs.get(commitment.channelId);
  const objectivePercent = objectiveOf(commitment, history, counted);
  const nothing = { median: undefined, p90: undefined };
  return {
    commitment,
    channel: getChannel(version, commitment.channelId),
    sentence: describeCommitment(commitment, version.content),
    summary: summariseCommitment(commitment, version.content),
    clock: commitmentClock(commitment, version.content),
    objectivePercent,
    judgement: judgeCompliance(sumCounts(counted), objectivePercent, sign?.lastSignAt ?? null, judgedAt),
    waited: percentiles?.waited ?? nothing,
    staffed: percentiles?.staffed ?? nothing,
    evidence: sumEvidence(counted, sources.evidence),
    exclusions: sumExclusions(counted),
    recording: sign?.recording ?? { events: 0, recordedLongAfter: 0 },
    lastSignAt: sign?.lastSignAt ?? null,
    formerTerms: listFormerTerms(commitment, version, history, counted),
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

/** The evidence level of each source. */
async function readEvidence(db: Reader, companyId: number): Promise<Map<number, EvidenceLevel>> {
  const rows = await db.selectFrom('source').modifyFront(prepared).select(['id', 'evidence']).where('company_id', '=', companyId).execute();
  return new Map(rows.map(({ id, evidence }) => [id, evidence]));
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
    counted.filter(({ outcome }) => outcome === 'excluded'),
    ({ exclusionReason }) => exclusionReason ?? '',
  );
  return [...byReason]
    .map(([reason, group]) => ({
      reason,
      messages: group.reduce((sum, { count }) => sum + count, 0),
      late: group.reduce((sum, { count, lateExclusion }) => sum + (lateExclusion ? count : 0), 0),
    }))
    .sort((a, b) => b.messages - a.messages || (a.reason < b.reason ? -1 : 1));
}

/** Terms are former where they read differently: a new version that leaves a promise as it was is no news. */
function listFormerTerms(
  commitment: Commitment,
  version: AgreementVersion,
  history: AgreementHistory,
  counted: readonly ObligationCount[],
): CommitmentFigures['formerTerms'] {
  const present = describeCommitment(commitment, version.content);
  return history.versions.flatMap((other) => {
    const former = findCommitment(other, keyOf(commitment));
    const sentence = former === undefined ? present : describeCommitment(former, other.content);
    const messages = countDecided(sumCounts(counted.filter(({ versionNumber }) => versionNumber === other.number)));
    return sentence === present || messages === 0 ? [] : [{ versionNumber: other.number, sentence, messages }];
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
