import type { AgreementChange } from '../agreement/agreement-change.ts';
import type { Counts } from '../compliance/counts.ts';
import type { Overall } from '../compliance/overall.ts';
import type { ShareChange } from '../compliance/share-change.ts';
import type { Explained } from '../explanation/explained.ts';
import type { SharePoint } from '../figures/charts.ts';
import type { CommitmentFigures } from '../figures/figures.ts';
import type { Instant } from '../instant.ts';
import type { KeptMonth } from '../month/keep-published.ts';
import type { BreachCauses } from './breach-causes.ts';
import type { PromiseBands } from './equal-treatment.ts';
import type { ProblemSearch } from './find-problems.ts';
import type { Period, PeriodPart, Span } from './period.ts';
import type { ChannelVolume, VolumePoint } from './volume.ts';

/** How a promise did in other days. */
export interface Comparison {
  readonly counts: Counts;
  readonly change: ShareChange | undefined;
}

/** One promise in a report. */
export interface PromiseReport {
  readonly figures: CommitmentFigures;
  /** The days before, and the same days a year before; undefined where the promise had too few messages then. */
  readonly before: Comparison | undefined;
  readonly yearBefore: Comparison | undefined;
  readonly points: readonly SharePoint[];
}

/** A version that took effect in the period, and what it changed. */
export interface VersionChange {
  readonly number: number;
  readonly effectiveAt: Instant;
  /** Undefined: it was the first. */
  readonly changes: readonly AgreementChange[] | undefined;
  /** Promises that became weaker. */
  readonly weakenings: readonly string[];
}

/** All that an executive is told of a company's promises in a period. */
export interface PeriodReport {
  readonly period: Period;
  readonly before: Span;
  readonly yearBefore: Span;
  readonly computedAt: Instant;
  readonly parts: readonly PeriodPart[];
  /** Channels that the report is narrowed to; empty: all. */
  readonly channelIds: readonly string[];
  /** Channels to choose from. */
  readonly channels: readonly { readonly id: string; readonly name: string }[];
  readonly overall: Overall;
  readonly promises: readonly PromiseReport[];
  /** Promises that ended, with messages in the period. */
  readonly former: readonly CommitmentFigures[];
  readonly search: ProblemSearch;
  readonly causes: BreachCauses;
  readonly volume: {
    readonly points: readonly VolumePoint[];
    readonly channels: readonly (ChannelVolume & { readonly name: string })[];
    /** Messages received in the days before, and in the same days a year before. */
    readonly receivedBefore: number;
    readonly receivedYearBefore: number;
  };
  readonly treatment: readonly PromiseBands[];
  readonly isEqualTreatmentPromised: boolean;
  /** The period is a published month: figures of promises are as they were published, all else is counted at `computedAt`. */
  readonly published: KeptMonth | undefined;
  /** What the company itself says about days of the period, the newest first. */
  readonly explanations: readonly Explained[];
  readonly versions: readonly VersionChange[];
}
