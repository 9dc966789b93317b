import type { Measured } from './read-measured.ts';

/** Names as in the oracle. Times in seconds; null where nobody was answered. */
export interface OpeningFigures {
  answered: number;
  median_s: number | null;
  negative: number;
  opening: number;
  p90_s: number | null;
  unanswered: number;
  undecidable: number;
  within_15m: number;
  within_1h: number;
  within_24h: number;
  within_4h: number;
}

export interface PairFigures {
  inbound_answered: number;
  median_s_nearest: number | null;
  p90_s_nearest: number | null;
  pairs: number;
  within_15m: number;
  within_1h: number;
  within_24h: number;
  within_4h: number;
}

export function toOpeningFigures(openings: readonly Measured[]): OpeningFigures {
  const seconds = listSeconds(openings);
  const undecidable = openings.filter(({ exclusionReason }) => exclusionReason === 'not-observable').length;
  return {
    answered: seconds.length,
    median_s: findPercentile(seconds, 50),
    negative: seconds.filter((value) => value < 0).length,
    opening: openings.length,
    p90_s: findPercentile(seconds, 90),
    unanswered: openings.length - seconds.length - undecidable,
    undecidable,
    ...countWithin(seconds),
  };
}

export function toPairFigures(answered: readonly Measured[]): PairFigures {
  const seconds = listSeconds(answered);
  return {
    inbound_answered: answered.length,
    median_s_nearest: findPercentile(seconds, 50),
    p90_s_nearest: findPercentile(seconds, 90),
    pairs: answered.reduce((sum, { replies }) => sum + replies, 0),
    ...countWithin(seconds),
  };
}

function listSeconds(conversations: readonly Measured[]): number[] {
  return conversations.flatMap(({ seconds }) => (seconds === null ? [] : [seconds])).sort((a, b) => a - b);
}

/** Nearest rank of those that were answered: the element ceil(p × n / 100), counted from 1. */
function findPercentile(sorted: readonly number[], percent: number): number | null {
  return sorted[Math.ceil((percent * sorted.length) / 100) - 1] ?? null;
}

function countWithin(seconds: readonly number[]) {
  const within = (limit: number): number => seconds.filter((value) => value <= limit).length;
  return { within_15m: within(900), within_1h: within(3_600), within_24h: within(86_400), within_4h: within(14_400) };
}
