import { countDecided } from '../../domain/compliance/counts.ts';
import type { Percentile } from '../../domain/compliance/percentile.ts';
import { describeShare } from '../../domain/compliance/share.ts';
import { FEWEST_DECIDED } from '../../domain/compliance/verdict.ts';
import { type DurationClock, formatDuration } from '../../domain/duration-text.ts';
import type { CommitmentFigures, EvidenceLevel } from '../../domain/figures/figures.ts';

export const EVIDENCE_WORDS: Record<EvidenceLevel, string> = {
  observed: 'read by Kept on a public network',
  connected: 'delivered, signed, by the support system',
  reported: 'reported by the company itself',
};

const REASON_WORDS: Record<string, string> = {
  spam: 'spam',
  abuse: 'abuse under the conduct guidelines',
  duplicate: 'sent twice',
  'no-reply-needed': 'no reply needed',
  test: 'test',
  'not-observable': 'answer not observable',
};

export const reasonWords = (reason: string): string => REASON_WORDS[reason] ?? reason;

/** "1,204 messages", "1 message". */
export function countMessages(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'message' : 'messages'}`;
}

/** A percentile for people; undefined reads "no data". */
export function percentileWords(percentile: Percentile, clock: DurationClock): string {
  if (percentile === undefined) return 'no data';
  return percentile === 'unanswered' ? 'not answered' : formatDuration(percentile, clock);
}

/** True where so few messages were decided that a share in per cent would say more than is known. */
export const isTooFew = (figures: CommitmentFigures): boolean => decidedOf(figures) < FEWEST_DECIDED;

/** The share kept, as badges tell it too: "94 %"; of too few messages "5 of 5", without any a dash. */
export function shareWords(figures: CommitmentFigures): string {
  const { counts } = figures.judgement;
  if (decidedOf(figures) > 0 && isTooFew(figures)) return `${counts.met} of ${decidedOf(figures)}`;
  return describeShare(counts) ?? '–';
}

/** The interval, widened to whole per cents: "70 to 97 %". */
export function intervalWords(interval: { lower: number; upper: number }): string {
  return `${Math.floor(interval.lower * 100)} to ${Math.ceil(interval.upper * 100)}\u00a0%`;
}

/** A part of a whole in per cent, cut: at least "under 1 %" where there is any. */
export function partWords(part: number, whole: number): string {
  if (part > 0 && part * 100 < whole) return `under 1\u00a0%`;
  return `${whole === 0 ? 0 : Math.floor((part * 100) / whole)}\u00a0%`;
}

export const decidedOf = ({ judgement }: CommitmentFigures): number => countDecided(judgement.counts);

/** In the order of `HourCell.weekday`. */
export const WEEKDAY_NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
