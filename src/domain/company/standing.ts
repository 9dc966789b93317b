import { countVerdicts, type Overall } from '../compliance/overall.ts';
import { countJudgedMessages } from '../figures/count-judged-messages.ts';
import type { CompanyFigures } from '../figures/figures.ts';
import type { Instant } from '../instant.ts';

/** How a company kept its word when it was last counted: what a list of many companies shows of each. */
export interface Standing {
  readonly overall: Overall;
  /** Decided messages that it rests on. */
  readonly decided: number;
  /** The quickest promise of the version in force: the channel's kind, and the promise in a few words. Null without any. */
  readonly promise: { readonly channel: string; readonly summary: string } | null;
  readonly countedAt: Instant;
}

export function findStanding(figures: CompanyFigures): Standing {
  const { commitments, computedAt } = figures;
  const quickest = commitments.toSorted((a, b) => a.commitment.targetSeconds - b.commitment.targetSeconds)[0];
  return {
    overall: countVerdicts(commitments.map(({ judgement }) => judgement.verdict)),
    decided: countJudgedMessages(commitments),
    promise: quickest === undefined ? null : { channel: quickest.channel.kind, summary: quickest.summary },
    countedAt: computedAt,
  };
}

/**
 * The part of its judged promises that a company keeps, in thousandths and cut: what companies are put in order by, before the number of
 * messages. -1 without a verdict, so that a few lucky messages never lead: 2 of 3 is 666.
 */
export function findKeptPart({ overall: { keeps, judged } }: Standing): number {
  return judged === 0 ? -1 : Math.floor((keeps * 1000) / judged);
}
