import { DAY_SECONDS, type Instant } from '../instant.ts';
import type { CalendarRules } from './calendar.ts';
import { type CompiledCalendar, createCompiledCalendar } from './compiled-calendar.ts';
import { BLOCK_SECONDS, createOpenBlock, type OpenBlock, toBlockNumber } from './open-block.ts';
import { listOpenWallSpans, toWallHours, type WallHours } from './wall-hours.ts';
import { listOffsetSpans } from './zone-offsets.ts';

/** No zone is further than a day from UTC; hours reach into the day after their date. */
const REACH_DAYS = 3;

/**
 * Compiles a calendar. Cheap by itself: open time is worked out block by block (400 days, well
 * under a millisecond each) when it is first asked for, and kept.
 *
 * The zone must be one of the IANA database: with another, the first question throws RangeError.
 */
export function compileCalendar(rules: CalendarRules): CompiledCalendar {
  const hours = toWallHours(rules);
  const blocks = new Map<number, OpenBlock>();
  // Most questions are about the same 400 days as the one before.
  let latest: OpenBlock | undefined;
  let latestNumber = 0;

  const getBlock = (number: number): OpenBlock => {
    if (latest !== undefined && number === latestNumber) return latest;
    let block = blocks.get(number);
    if (block === undefined) {
      block = buildBlock(rules.timeZone, hours, number);
      blocks.set(number, block);
    }
    latest = block;
    latestNumber = number;
    return block;
  };
  const lastSpecialBlock =
    hours.lastSpecialDay === undefined ? Number.NEGATIVE_INFINITY : toBlockNumber((hours.lastSpecialDay + REACH_DAYS) * DAY_SECONDS);
  return createCompiledCalendar({ getBlock, opensWeekly: hours.opensWeekly, lastSpecialBlock });
}

function buildBlock(timeZone: string, hours: WallHours, number: number): OpenBlock {
  const startAt = number * BLOCK_SECONDS;
  const edges: Instant[] = [];
  for (const { fromAt, toAt, offsetSeconds } of listOffsetSpans(timeZone, startAt, startAt + BLOCK_SECONDS)) {
    for (const { start, end } of listOpenWallSpans(hours, fromAt + offsetSeconds, toAt + offsetSeconds)) {
      // Open up to the change of offset and open from it on is one interval.
      if (edges[edges.length - 1] === start - offsetSeconds) edges[edges.length - 1] = end - offsetSeconds;
      else edges.push(start - offsetSeconds, end - offsetSeconds);
    }
  }
  return createOpenBlock(startAt, edges);
}
