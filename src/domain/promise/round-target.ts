import { DAY_SECONDS, HOUR_SECONDS, MINUTE_SECONDS } from '../instant.ts';
import { LONGEST_TARGET_SECONDS } from './waits.ts';

const minutes = (...amounts: number[]) => amounts.map((amount) => amount * MINUTE_SECONDS);
const hours = (...amounts: number[]) => amounts.map((amount) => amount * HOUR_SECONDS);
const days = (...amounts: number[]) => amounts.map((amount) => amount * DAY_SECONDS);

/** Targets that people promise, ascending: in opening hours too, where nobody would read them in days. */
export const USUAL_TARGETS: readonly number[] = [
  ...minutes(1, 2, 3, 5, 10, 15, 20, 30, 45),
  ...hours(1, 1.5, 2, 3, 4, 6, 8, 10, 12, 16),
  ...days(1, 2, 3, 4, 5, 7, 10, 14, 21, 30, 60, 90, 180, 365),
];

/** The shortest usual target that is at least so long; undefined beyond a year. */
export function roundTargetUp(seconds: number): number | undefined {
  return USUAL_TARGETS.find((target) => target >= seconds && target <= LONGEST_TARGET_SECONDS);
}
