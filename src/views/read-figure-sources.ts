import { sql } from 'kysely';
import type { AgreementHistory, EvidenceLevel } from '../domain/figures/figures.ts';
import type { FigureSources } from '../domain/figures/make-figures.ts';
import type { Instant } from '../domain/instant.ts';
import type { CommitmentDay } from '../domain/tally/day-run.ts';
import { markedDaysOf } from '../store/day-mark.ts';
import { toAgreementHistory, type VersionRow, versionsOf } from './read-agreement-history.ts';
import { type ChannelRow, channelsOf, type RecordedRow, recordedOf, toChannelSigns } from './read-channel-signs.ts';
import type { Reader } from './reader.ts';
import type { DaySpan } from './tallies/tally-range.ts';

/** What figures are made from beside tallies, to be read together. */
export const figureParts = (companyId: number, days: DaySpan) => ({
  versions: versionsOf(companyId),
  marked: markedDaysOf(companyId, days),
  sources: sql<SourceRow>`select id, evidence from source where company_id = ${companyId}`,
  channels: channelsOf(companyId),
  recorded: recordedOf(companyId, days),
});

interface SourceRow {
  readonly id: number;
  readonly evidence: EvidenceLevel;
}

/** The rows of those parts. */
export interface FigureRows {
  readonly versions: readonly VersionRow[];
  readonly marked: readonly CommitmentDay[];
  readonly sources: readonly SourceRow[];
  readonly channels: readonly ChannelRow[];
  readonly recorded: readonly RecordedRow[];
}

export interface FigureGround extends Omit<FigureSources, 'counts' | 'percentiles'> {
  /** Of all promises that were ever made. */
  readonly commitmentIds: readonly string[];
  /** The days whose tallies are not right any more. */
  readonly marked: readonly CommitmentDay[];
}

/** @param endAt when the versions are looked at. */
export async function toFigureGround(db: Reader, companyId: number, rows: FigureRows, endAt: Instant): Promise<FigureGround> {
  const history = await toAgreementHistory(db, companyId, rows.versions, endAt);
  return {
    history,
    commitmentIds: listCommitmentIds(history),
    marked: rows.marked,
    evidence: new Map(rows.sources.map(({ id, evidence }) => [id, evidence])),
    signs: toChannelSigns(rows.channels, rows.recorded),
  };
}

const listCommitmentIds = ({ versions }: AgreementHistory): string[] => [
  ...new Set(versions.flatMap(({ content }) => content.commitments.map(({ id }) => id))),
];
