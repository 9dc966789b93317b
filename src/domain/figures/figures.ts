import type { AgreementChannel, AgreementVersion, Commitment } from '../agreement/agreement.ts';
import type { Percentile } from '../compliance/percentile.ts';
import type { Judgement } from '../compliance/verdict.ts';
import type { Window } from '../compliance/window.ts';
import type { DurationClock } from '../duration-text.ts';
import type { Instant } from '../instant.ts';

/** How strong the evidence for a message is: read by us on a public network, delivered signed by the support system, or the company's own report. */
export const EVIDENCE_LEVELS = ['observed', 'connected', 'reported'] as const;
export type EvidenceLevel = (typeof EVIDENCE_LEVELS)[number];

/** A company's published versions as they stand at an instant. */
export interface AgreementHistory {
  /** All of them, oldest first. */
  readonly versions: readonly AgreementVersion[];
  readonly inForce: AgreementVersion | undefined;
  /** The next one to take effect, when one is announced. */
  readonly announced: AgreementVersion | undefined;
}

/** Median and 90th percentile of what was decided. */
export interface WaitPair {
  readonly median: Percentile;
  readonly p90: Percentile;
}

/** How many events of a channel there are in the window, and how many of them were recorded long after they happened. */
export interface RecordedEvents {
  readonly events: number;
  readonly recordedLongAfter: number;
}

/** Everything that is said about one commitment in a window. */
export interface CommitmentFigures {
  readonly commitment: Commitment;
  readonly channel: AgreementChannel;
  /** The commitment in one plain sentence. */
  readonly sentence: string;
  /** The same in a few words: "within 1 hour, 9 of 10 times". */
  readonly summary: string;
  readonly clock: DurationClock;
  /**
   * What the share is held against: the commitment's objective; where versions with different objectives were in force in the window, their
   * average, each weighted by the messages it judged. So weakening a promise does not make what came before look better.
   */
  readonly objectivePercent: number;
  readonly judgement: Judgement;
  /** Time that passed for the customer. */
  readonly waited: WaitPair;
  /** Time on the commitment's clock: what the target is compared with. */
  readonly staffed: WaitPair;
  /** Decided messages of each evidence level. */
  readonly evidence: readonly { readonly level: EvidenceLevel; readonly messages: number }[];
  /** By reason; empty for who shows none, who is left with `judgement.counts.excluded`. */
  readonly exclusions: readonly { readonly reason: string; readonly messages: number; readonly late: number }[];
  readonly recording: RecordedEvents;
  /** Last sign of life from the channel's sources; null when none ever gave one. */
  readonly lastSignAt: Instant | null;
  /** Messages that other terms judged, because another version was in force when they arrived. */
  readonly formerTerms: readonly { readonly versionNumber: number; readonly sentence: string; readonly messages: number }[];
  /** The version it was last part of, when the version in force does not hold it any more. */
  readonly endedWithVersion: number | undefined;
}

export interface CompanyFigures {
  readonly window: Window;
  readonly computedAt: Instant;
  readonly history: AgreementHistory;
  /** Of the version in force, in its order. */
  readonly commitments: readonly CommitmentFigures[];
  /** Of former versions, with messages in the window: a promise that is withdrawn does not take its record along. */
  readonly former: readonly CommitmentFigures[];
}
