import type { Agreement, Commitment } from '../agreement/agreement.ts';
import type { DurationClock } from '../duration-text.ts';
import { commitmentClock, describeCommitment, summariseCommitment } from './describe-commitment.ts';

/** What figures say about a commitment beside its numbers. */
export interface CommitmentWords {
  readonly sentence: string;
  readonly summary: string;
  readonly clock: DurationClock;
}

const known = new WeakMap<Agreement, Map<Commitment, CommitmentWords>>();

/**
 * Puts a commitment of a published agreement into words, once: that takes longer than to count its figures, and a version never changes.
 * @param agreement the very object that holds the commitment, neither of which may be changed any more.
 */
export function wordCommitment(commitment: Commitment, agreement: Agreement): CommitmentWords {
  const own = known.get(agreement) ?? new Map<Commitment, CommitmentWords>();
  known.set(agreement, own);
  const worded = own.get(commitment);
  if (worded !== undefined) return worded;
  const words = {
    sentence: describeCommitment(commitment, agreement),
    summary: summariseCommitment(commitment, agreement),
    clock: commitmentClock(commitment, agreement),
  };
  own.set(commitment, words);
  return words;
}
