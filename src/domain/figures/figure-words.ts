import { countDecided } from '../compliance/counts.ts';
import { describeShare } from '../compliance/share.ts';
import { FEWEST_DECIDED } from '../compliance/verdict.ts';
import { countOf } from '../count-text.ts';
import type { CommitmentFigures } from './figures.ts';

/** The part of a promise's figures that is counted and judged. */
type Judged = Pick<CommitmentFigures, 'judgement'>;

/** "1,204 messages", "1 message". */
export const countMessages = (count: number): string => countOf(count, 'message');

export const decidedOf = ({ judgement }: Judged): number => countDecided(judgement.counts);

/** True where so few messages were decided that a share in per cent would say more than is known. */
export const isTooFew = (figures: Judged): boolean => decidedOf(figures) < FEWEST_DECIDED;

/** The share kept, as badges tell it too: "94 %"; of too few messages "5 of 5", without any a dash. */
export function shareWords(figures: Judged): string {
  const { counts } = figures.judgement;
  if (decidedOf(figures) > 0 && isTooFew(figures)) return `${counts.met} of ${decidedOf(figures)}`;
  return describeShare(counts) ?? '–';
}

/** The interval, widened to whole per cents: "70 to 97 %". */
export function intervalWords(interval: { lower: number; upper: number }): string {
  return `${Math.floor(interval.lower * 100)} to ${Math.ceil(interval.upper * 100)}\u00a0%`;
}
