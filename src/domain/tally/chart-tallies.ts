import { wilsonInterval } from '../compliance/wilson.ts';
import type { WindowPart } from '../compliance/window.ts';
import type { CommitmentCharts, HourCell, SharePoint, WaitBar } from '../figures/charts.ts';
import { DAY_SECONDS, HOUR_SECONDS, type Instant, MINUTE_SECONDS } from '../instant.ts';
import { toDay, weekdayOf } from './day-clock.ts';
import { countBelow, countOverdue, countTally } from './read-tally.ts';
import type { Tally } from './tally.ts';

/** What the charts of one commitment show. @param parts of the window, oldest first. */
export function chartTallies(
  tallies: readonly Tally[],
  parts: readonly WindowPart[],
  targetSeconds: number,
  now: Instant,
): CommitmentCharts {
  return { shares: chartShares(tallies, parts, now), waits: chartWaits(tallies, targetSeconds, now), hours: chartHours(tallies, now) };
}

/** The share kept in each part. @param parts oldest first. */
export function chartShares(tallies: readonly Tally[], parts: readonly Pick<WindowPart, 'date'>[], now: Instant): SharePoint[] {
  const starts = parts.map(({ date }) => toDay(date));
  const points = parts.map(({ date }) => ({ date, met: 0, decided: 0 }));
  for (const tally of tallies) {
    const point = points[countBelow(starts, tally.day + 1) - 1];
    if (point === undefined) continue;
    const { met, breached } = countTally(tally, now);
    point.met += met;
    point.decided += met + breached;
  }
  return points.map(({ date, met, decided }) => {
    const interval = wilsonInterval(met, decided);
    return { date, met, decided, share: decided === 0 ? undefined : met / decided, lower: interval?.lower, upper: interval?.upper };
  });
}

/** Bars end where people look at the clock; the promise's target always ends one. */
const BAR_ENDS = [
  MINUTE_SECONDS,
  5 * MINUTE_SECONDS,
  15 * MINUTE_SECONDS,
  30 * MINUTE_SECONDS,
  HOUR_SECONDS,
  2 * HOUR_SECONDS,
  4 * HOUR_SECONDS,
  8 * HOUR_SECONDS,
  16 * HOUR_SECONDS,
  DAY_SECONDS,
  2 * DAY_SECONDS,
  4 * DAY_SECONDS,
  7 * DAY_SECONDS,
  14 * DAY_SECONDS,
  30 * DAY_SECONDS,
];
/** Bars much longer than the target tell nothing: whatever took longer is one bar. */
const LONGEST_BAR_TARGETS = 16;

function chartWaits(tallies: readonly Tally[], targetSeconds: number, now: Instant): WaitBar[] {
  const ends = [...new Set([...BAR_ENDS.filter((end) => end <= targetSeconds * LONGEST_BAR_TARGETS), targetSeconds])].sort((a, b) => a - b);
  const answered = tallies.reduce((total, { staffed }) => total + staffed.length, 0);
  const upTo = ends.map((end) => tallies.reduce((total, { staffed }) => total + countBelow(staffed, end + 1), 0));
  const bars = ends.map((end, index): WaitBar => {
    const messages = (upTo[index] as number) - (upTo[index - 1] ?? 0);
    return { upToSeconds: end, kind: end <= targetSeconds ? 'within' : 'late', messages };
  });
  const unanswered = tallies.reduce((total, tally) => total + countOverdue(tally, now), 0);
  return [
    ...bars,
    { upToSeconds: null, kind: 'late', messages: answered - (upTo.at(-1) as number) },
    { upToSeconds: null, kind: 'unanswered', messages: unanswered },
  ];
}

/** Hours of the week that have messages, in order. */
export function chartHours(tallies: readonly Tally[], now: Instant): HourCell[] {
  const cells = Array.from({ length: 7 * 24 }, (_, index) => ({ weekday: Math.floor(index / 24), hour: index % 24, met: 0, decided: 0 }));
  for (const tally of tallies) {
    const ofDay = cells.slice(weekdayOf(tally.day) * 24, (weekdayOf(tally.day) + 1) * 24);
    ofDay.forEach((cell, hour) => {
      const met = tally.metByHour[hour] ?? 0;
      cell.met += met;
      cell.decided += met + (tally.lateByHour[hour] ?? 0);
    });
    for (const hour of tally.breachHour.subarray(0, countOverdue(tally, now))) (ofDay[hour] as { decided: number }).decided += 1;
  }
  return cells.filter(({ decided }) => decided > 0);
}
