import type { Percentile } from '../../domain/compliance/percentile.ts';
import { type DurationClock, formatDuration } from '../../domain/duration-text.ts';
import type { EvidenceLevel } from '../../domain/figures/figures.ts';

export { countMessages, decidedOf, intervalWords, isTooFew, shareWords } from '../../domain/figures/figure-words.ts';

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

/** A percentile for people; undefined reads "no data". */
export function percentileWords(percentile: Percentile, clock: DurationClock): string {
  if (percentile === undefined) return 'no data';
  return percentile === 'unanswered' ? 'not answered' : formatDuration(percentile, clock);
}

/** A part of a whole in per cent, cut: at least "under 1 %" where there is any. */
export function partWords(part: number, whole: number): string {
  if (part > 0 && part * 100 < whole) return `under 1\u00a0%`;
  return `${whole === 0 ? 0 : Math.floor((part * 100) / whole)}\u00a0%`;
}

/** In the order of `HourCell.weekday`. */
export const WEEKDAY_NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
