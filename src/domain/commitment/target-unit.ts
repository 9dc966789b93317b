import { DAY_SECONDS, HOUR_SECONDS, MINUTE_SECONDS } from '../instant.ts';

/** Units in which people say how long an answer may take. */
export const TARGET_UNITS = { seconds: 1, minutes: MINUTE_SECONDS, hours: HOUR_SECONDS, days: DAY_SECONDS } as const;
export type TargetUnit = keyof typeof TARGET_UNITS;

/** A target as an amount of the largest unit that gives it whole: 5400 is 90 minutes. Days only where the clock never stops. */
export function splitTarget(targetSeconds: number, countsAllTime: boolean): { amount: number; unit: TargetUnit } {
  const units: TargetUnit[] = countsAllTime ? ['days', 'hours', 'minutes'] : ['hours', 'minutes'];
  const unit = units.find((candidate) => targetSeconds % TARGET_UNITS[candidate] === 0) ?? 'seconds';
  return { amount: targetSeconds / TARGET_UNITS[unit], unit };
}
