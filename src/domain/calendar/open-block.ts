import type { Instant } from '../instant.ts';

/** Length of the stretch of time that is compiled at once: 400 days. */
export const BLOCK_SECONDS = 400 * 86_400;

/** A block is indexed in slots of 8 hours, so that usual calendars have one interval or none in each. */
const SLOT_SECONDS = 28_800;
const SLOTS = BLOCK_SECONDS / SLOT_SECONDS;

/**
 * What is open in [startAt, startAt + BLOCK_SECONDS), as intervals in order and apart from each
 * other. Each array ends with a sentinel (an interval at infinity with everything before it), so
 * that a search needs no bound.
 */
export type OpenBlock = {
  startAt: Instant;
  starts: Float64Array;
  ends: Float64Array;
  /** Open seconds of the block before each interval. */
  before: Float64Array;
  /** For each slot, the first interval that ends after the slot's start. */
  firstInSlot: Uint32Array;
  totalSeconds: number;
};

/** Number of the block that holds the instant. */
export function toBlockNumber(at: Instant): number {
  return Math.floor(at / BLOCK_SECONDS);
}

/** Builds a block from its open intervals: `edges` is start, end, start, end …, ascending. */
export function createOpenBlock(startAt: Instant, edges: readonly Instant[]): OpenBlock {
  const count = edges.length / 2;
  const starts = new Float64Array(count + 1).fill(Number.POSITIVE_INFINITY);
  const ends = new Float64Array(count + 1).fill(Number.POSITIVE_INFINITY);
  const before = new Float64Array(count + 1);
  let totalSeconds = 0;
  for (let i = 0; i < count; i++) {
    const start = edges[2 * i] as Instant;
    const end = edges[2 * i + 1] as Instant;
    starts[i] = start;
    ends[i] = end;
    before[i] = totalSeconds;
    totalSeconds += end - start;
  }
  before[count] = totalSeconds;
  return { startAt, starts, ends, before, firstInSlot: indexSlots(startAt, ends), totalSeconds };
}

function indexSlots(startAt: Instant, ends: Float64Array): Uint32Array {
  const firstInSlot = new Uint32Array(SLOTS);
  let i = 0;
  for (let slot = 0; slot < SLOTS; slot++) {
    while ((ends[i] as number) <= startAt + slot * SLOT_SECONDS) i++;
    firstInSlot[slot] = i;
  }
  return firstInSlot;
}

/** The first interval that ends after the instant, which lies in the block; the sentinel when there is none. */
export function findIntervalEndingAfter(block: OpenBlock, at: Instant): number {
  let i = block.firstInSlot[Math.floor((at - block.startAt) / SLOT_SECONDS)] as number;
  while ((block.ends[i] as number) <= at) i++;
  return i;
}

/** Open seconds from the block's start to the instant, which lies in the block. */
export function countOpenSecondsBefore(block: OpenBlock, at: Instant): number {
  const i = findIntervalEndingAfter(block, at);
  const start = block.starts[i] as number;
  const before = block.before[i] as number;
  return at > start ? before + (at - start) : before;
}

/**
 * The earliest instant with `seconds` open seconds of the block before it.
 * Bounds: 0 < seconds ≤ totalSeconds.
 */
export function findEarliestAfterOpenSeconds(block: OpenBlock, seconds: number): Instant {
  return toInstant(block, findLastInterval(block.before, seconds - 1), seconds);
}

/**
 * The last instant with no more than `seconds` open seconds of the block before it: at closing
 * time that is the next opening. Bounds: 0 ≤ seconds < totalSeconds.
 */
export function findLatestAfterOpenSeconds(block: OpenBlock, seconds: number): Instant {
  return toInstant(block, findLastInterval(block.before, seconds), seconds);
}

function toInstant(block: OpenBlock, interval: number, seconds: number): Instant {
  return (block.starts[interval] as number) + seconds - (block.before[interval] as number);
}

/** The last interval with at most `seconds` before it. */
function findLastInterval(before: Float64Array, seconds: number): number {
  let low = 0;
  let high = before.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((before[middle] as number) <= seconds) low = middle;
    else high = middle - 1;
  }
  return low;
}
