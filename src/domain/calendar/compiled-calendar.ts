import type { Instant } from '../instant.ts';
import {
  BLOCK_SECONDS,
  countOpenSecondsBefore,
  findEarliestAfterOpenSeconds,
  findIntervalEndingAfter,
  findLatestAfterOpenSeconds,
  type OpenBlock,
  toBlockNumber,
} from './open-block.ts';

/** A calendar ready to count with. All instants are UTC; nothing depends on the machine's zone. */
export type CompiledCalendar = {
  /** Whether the wall clock reads inside one of the calendar's intervals. */
  isOpen(at: Instant): boolean;
  /** Open seconds in [fromAt, toAt); 0 when `toAt` is not after `fromAt`. */
  elapsedSeconds(fromAt: Instant, toAt: Instant): number;
  /**
   * The earliest instant at which `seconds` of open time since `fromAt` are used up; `fromAt` itself
   * for 0, closing time when they end there. Null when the calendar never again opens for so long.
   *
   * @throws RangeError when `seconds` is negative or not whole.
   */
  addSeconds(fromAt: Instant, seconds: number): Instant | null;
  /**
   * The last instant at which no more than `seconds` of open time since `fromAt` are used: the next
   * opening when they end at closing time. Null when no more are ever used.
   *
   * @throws RangeError when `seconds` is negative or not whole.
   */
  latestInstantWithin(fromAt: Instant, seconds: number): Instant | null;
  /** The first opening or closing after `at`, or null when nothing changes any more. */
  nextChange(at: Instant): Instant | null;
};

/** Where a calendar's open time comes from. */
export type OpenTime = {
  getBlock(number: number): OpenBlock;
  /** Whether there is open time in every block after `lastSpecialBlock`. */
  opensWeekly: boolean;
  /** The last block that holds anything but the repeated week. */
  lastSpecialBlock: number;
};

/** Year 9999 ends in it: no due instant is looked for in later ones. */
const LAST_BLOCK = toBlockNumber(Date.UTC(9999, 11, 31, 23, 59, 59) / 1000);

/** Makes a calendar that counts in blocks of open time, getting only those it needs. */
export function createCompiledCalendar(time: OpenTime): CompiledCalendar {
  const calendar: CompiledCalendar = {
    isOpen: (at) => isOpenIn(time.getBlock(toBlockNumber(at)), at),
    elapsedSeconds: (fromAt, toAt) => countElapsed(time, fromAt, toAt),
    addSeconds(fromAt, seconds) {
      refuseNegative(seconds);
      return seconds === 0 ? fromAt : findUsedUp(time, fromAt, seconds);
    },
    latestInstantWithin(fromAt, seconds) {
      refuseNegative(seconds);
      return findLatest(time, fromAt, seconds, lastOpenBlock(time, fromAt));
    },
    nextChange(at) {
      const block = time.getBlock(toBlockNumber(at));
      // Two blocks of the repeated week, DST included, show every change there will ever be.
      const lastBlock = Math.max(toBlockNumber(at), time.lastSpecialBlock) + 2;
      return isOpenIn(block, at) ? findClosing(time, at, lastBlock) : findLatest(time, at, 0, lastBlock);
    },
  };
  return calendar;
}

function refuseNegative(seconds: number): void {
  if (!Number.isInteger(seconds) || seconds < 0) throw new RangeError(`Not a whole, non-negative number of seconds: ${seconds}`);
}

function isOpenIn(block: OpenBlock, at: Instant): boolean {
  return (block.starts[findIntervalEndingAfter(block, at)] as number) <= at;
}

function countElapsed(time: OpenTime, fromAt: Instant, toAt: Instant): number {
  if (toAt <= fromAt) return 0;
  const first = toBlockNumber(fromAt);
  const last = toBlockNumber(toAt);
  let seconds = countOpenSecondsBefore(time.getBlock(last), toAt) - countOpenSecondsBefore(time.getBlock(first), fromAt);
  for (let number = first; number < last; number++) seconds += time.getBlock(number).totalSeconds;
  return seconds;
}

function lastOpenBlock(time: OpenTime, fromAt: Instant): number {
  return time.opensWeekly ? Math.max(LAST_BLOCK, toBlockNumber(fromAt) + 2) : time.lastSpecialBlock;
}

function findUsedUp(time: OpenTime, fromAt: Instant, seconds: number): Instant | null {
  let number = toBlockNumber(fromAt);
  let block = time.getBlock(number);
  let left = seconds + countOpenSecondsBefore(block, fromAt);
  while (left > block.totalSeconds) {
    if (number >= lastOpenBlock(time, fromAt)) return null;
    left -= block.totalSeconds;
    block = time.getBlock(++number);
  }
  return findEarliestAfterOpenSeconds(block, left);
}

function findLatest(time: OpenTime, fromAt: Instant, seconds: number, lastBlock: number): Instant | null {
  let number = toBlockNumber(fromAt);
  let block = time.getBlock(number);
  let left = seconds + countOpenSecondsBefore(block, fromAt);
  while (left >= block.totalSeconds) {
    if (number >= lastBlock) return null;
    left -= block.totalSeconds;
    block = time.getBlock(++number);
  }
  return findLatestAfterOpenSeconds(block, left);
}

/** The end of the open time that `at` lies in, which may run through the edges of blocks. */
function findClosing(time: OpenTime, at: Instant, lastBlock: number): Instant | null {
  let closingAt = at;
  for (let number = toBlockNumber(at); number <= lastBlock; number++) {
    const block = time.getBlock(number);
    const i = findIntervalEndingAfter(block, closingAt);
    if ((block.starts[i] as number) > closingAt) return closingAt;
    closingAt = block.ends[i] as number;
    if (closingAt < block.startAt + BLOCK_SECONDS) return closingAt;
  }
  return null;
}
