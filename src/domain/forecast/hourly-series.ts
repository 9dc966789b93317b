import { type Day, weekdayOf } from '../tally/day-clock.ts';
import type { Tally } from '../tally/tally.ts';

/** Hours of a week, from Monday 00:00 by the company's clock. */
export const HOURS_OF_WEEK = 168;

/** One week of a promise: messages that arrived and were not excluded, those that were decided, and those that kept it, by hour of the week. */
export interface Week {
  readonly arrived: Float64Array;
  readonly decided: Float64Array;
  readonly met: Float64Array;
}

/**
 * Cuts a promise's tallies into whole weeks that end with the day before `today`, oldest first, from the first week that has a message from its
 * beginning on. Every week holds each weekday once, whichever day it begins on.
 * @param today the company's; it is not over and in no week.
 * @param mostWeeks no more than this.
 */
export function listWeeks(tallies: readonly Tally[], today: Day, mostWeeks: number, countOverdue: (tally: Tally) => number): Week[] {
  const first = tallies.reduce((least, tally) => (hasMessages(tally) ? Math.min(least, tally.day) : least), today);
  const count = Math.min(mostWeeks, Math.floor((today - first) / 7));
  const from = today - 7 * count;
  const weeks = Array.from({ length: count }, (): Week => {
    const empty = () => new Float64Array(HOURS_OF_WEEK);
    return { arrived: empty(), decided: empty(), met: empty() };
  });
  for (const tally of tallies) {
    const week = weeks[Math.floor((tally.day - from) / 7)];
    if (week === undefined || tally.day < from || tally.day >= today) continue;
    addDay(week, tally, countOverdue(tally));
  }
  return weeks;
}

const hasMessages = ({ staffed, breachAt }: Tally): boolean => staffed.length + breachAt.length > 0;

function addDay({ arrived, decided, met }: Week, tally: Tally, overdue: number): void {
  const start = weekdayOf(tally.day) * 24;
  for (let hour = 0; hour < 24; hour++) {
    const [inTime, late] = [tally.metByHour[hour] ?? 0, tally.lateByHour[hour] ?? 0];
    add(arrived, start + hour, inTime + late);
    add(decided, start + hour, inTime + late);
    add(met, start + hour, inTime);
  }
  tally.breachHour.forEach((hour, index) => {
    add(arrived, start + hour, 1);
    if (index < overdue) add(decided, start + hour, 1);
  });
}

function add(list: Float64Array, index: number, amount: number): void {
  list[index] = (list[index] ?? 0) + amount;
}
