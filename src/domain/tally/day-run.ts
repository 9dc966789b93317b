import type { Day } from './day-clock.ts';

/** A day of a commitment. */
export interface CommitmentDay {
  readonly commitmentId: string;
  readonly day: Day;
}

/** Days of a commitment that follow each other, both ends inclusive. */
export interface DayRun {
  readonly commitmentId: string;
  readonly fromDay: Day;
  toDay: Day;
}

/** So many days of a commitment are tallied at once, to bound what is held in memory. */
const MOST_DAYS_AT_ONCE = 7;

/** Puts days that follow each other together, in any order and repeated or not. @param mostDays of a run. */
export function listRuns(days: readonly CommitmentDay[], mostDays = MOST_DAYS_AT_ONCE): DayRun[] {
  const runs: DayRun[] = [];
  const ordered = [...days].sort((a, b) => (a.commitmentId < b.commitmentId ? -1 : a.commitmentId > b.commitmentId ? 1 : a.day - b.day));
  for (const { commitmentId, day } of ordered) {
    const run = runs.at(-1);
    const follows = run !== undefined && run.commitmentId === commitmentId && day <= run.toDay + 1;
    if (follows && day - run.fromDay < mostDays) run.toDay = day;
    else runs.push({ commitmentId, fromDay: day, toDay: day });
  }
  return runs;
}
