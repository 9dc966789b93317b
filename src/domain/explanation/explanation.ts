import type { Instant } from '../instant.ts';

/** What a company says in public about a period in which it broke promises. It changes no figure. */
export interface Explanation {
  readonly id: string;
  /** 1 as published, counted up by each change. */
  readonly revision: number;
  /** Channels that it is about; empty: all. */
  readonly channelIds: readonly string[];
  readonly fromAt: Instant;
  /** Exclusive. */
  readonly untilAt: Instant;
  /** Plain text with line feeds. Empty once withdrawn. */
  readonly text: string;
  readonly publishedAt: Instant;
  /** When its words, period or channels were last changed. */
  readonly editedAt: Instant | null;
  readonly withdrawnAt: Instant | null;
}

/** Characters of the text. */
export const LONGEST_EXPLANATION = 500;
export const MOST_LINES = 10;
/** Explanations that stand at once. */
export const MOST_EXPLANATIONS = 100;
/** Published within 24 hours, so that publishing and withdrawing does not fill the page with notes. */
export const MOST_EXPLANATIONS_A_DAY = 20;

/** Whether an explanation is about a channel. */
export const isAboutChannel = ({ channelIds }: Pick<Explanation, 'channelIds'>, channelId: string): boolean =>
  channelIds.length === 0 || channelIds.includes(channelId);

/** Whether it is about any of the time from `fromAt` to `toAt`, both inclusive. */
export const isAboutSpan = (
  { fromAt, untilAt }: Pick<Explanation, 'fromAt' | 'untilAt'>,
  span: { readonly fromAt: Instant; readonly toAt: Instant },
): boolean => fromAt <= span.toAt && untilAt > span.fromAt;
