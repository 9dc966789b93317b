import type { Commitment } from '../agreement/agreement.ts';
import type { Instant } from '../instant.ts';
import type { Moves } from './find-moves.ts';
import type { PromiseStudy } from './study-promise.ts';
import type { TriedHours } from './try-hours.ts';

/** A promise of the version in force, and what its history lets one say. */
export interface StudiedPromise {
  readonly commitment: Commitment;
  readonly study: PromiseStudy;
}

/** What it would have taken to keep a target, and what other hours would have done. */
export interface PromiseTrial {
  readonly targetSeconds: number;
  readonly messages: number;
  /** When the first of them was asked. */
  readonly since: Instant | undefined;
  /** True when there are older ones within the months that are not among them. */
  readonly isCut: boolean;
  readonly moves: Moves;
  /** The present hours first; none for resolutions, whose clock pauses. */
  readonly hours: readonly TriedHours[];
}
