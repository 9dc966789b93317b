import { BASIS_POINTS, toBasisPoints } from '../compliance/share.ts';
import { type DayClock, weekdayOf } from '../tally/day-clock.ts';
import type { UsedTime } from './recorded-wait.ts';

/** Messages of one hour of the week, by the clock on the company's wall. Weekday 0 is Monday. */
export interface HourMove {
  readonly weekday: number;
  readonly hour: number;
  readonly decided: number;
  /** Not answered in time under the target. */
  readonly late: number;
}

/** What it would have taken to keep a target. */
export interface Moves {
  readonly met: number;
  readonly decided: number;
  /** How many more would have had to be answered in time; 0 when the target would have been kept. */
  readonly missing: number;
  /** The fewest hours whose late answers together are as many as are missing, those with most of them first. */
  readonly hours: readonly HourMove[];
}

/** Finds the hours in which a target would have been won or lost. Who still waits and has time left counts neither way. */
export function findMoves(messages: Iterable<UsedTime>, given: { days: DayClock; targetSeconds: number; objectivePercent: number }): Moves {
  const cells = new Map<number, { decided: number; late: number }>();
  let [met, decided] = [0, 0];
  for (const { askedAt, seconds, isAnswered } of messages) {
    const isWithin = seconds <= given.targetSeconds;
    if (isWithin && !isAnswered) continue;
    const hourOfWeek = weekdayOf(given.days.dayOf(askedAt)) * 24 + given.days.hourOf(askedAt);
    const cell = cells.get(hourOfWeek) ?? { decided: 0, late: 0 };
    cells.set(hourOfWeek, { decided: cell.decided + 1, late: cell.late + (isWithin ? 0 : 1) });
    decided += 1;
    if (isWithin) met += 1;
  }
  // The least whole number of messages that reaches the objective.
  const needed = Math.ceil((toBasisPoints(given.objectivePercent) * decided) / BASIS_POINTS);
  const missing = Math.max(0, needed - met);
  return { met, decided, missing, hours: chooseHours(cells, missing) };
}

function chooseHours(cells: ReadonlyMap<number, { decided: number; late: number }>, missing: number): HourMove[] {
  const ordered = [...cells]
    .map(([hourOfWeek, cell]) => ({ weekday: Math.floor(hourOfWeek / 24), hour: hourOfWeek % 24, ...cell }))
    .sort((a, b) => b.late - a.late || a.weekday - b.weekday || a.hour - b.hour);
  const chosen: HourMove[] = [];
  for (let [index, won] = [0, 0]; won < missing && index < ordered.length; index++) {
    const hour = ordered[index] as HourMove;
    chosen.push(hour);
    won += hour.late;
  }
  return chosen;
}
