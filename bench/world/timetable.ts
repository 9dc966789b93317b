import { DAY_SECONDS, HOUR_SECONDS, type Instant } from '../../src/domain/instant.ts';

/** When customers write and how fast they are answered then. Hours are those of UTC: the shape matters, not the minute. */

const BY_WEEKDAY = [1.15, 1.1, 1.05, 1, 0.95, 0.6, 0.5];
const BY_HOUR = [2, 1, 1, 1, 1, 2, 4, 7, 10, 12, 12, 11, 10, 10, 11, 11, 10, 9, 9, 9, 8, 7, 5, 3];
const SLOWER_AT_NIGHT = 3;
const SLOWER_AT_WEEKENDS = 1.6;
/** 1970-01-01 was a Thursday; 0 is Monday. */
const FIRST_WEEKDAY = 3;

/** How many conversations begin in an hour, beside others. @param hour counts from 1970. */
export function weighHour(hour: number): number {
  return (BY_WEEKDAY[weekdayOf(hour)] ?? 1) * (BY_HOUR[hour % 24] ?? 1);
}

/** By how much longer an answer takes to what was asked at `askedAt`. */
export function findSlowness(askedAt: Instant): number {
  const hour = Math.floor(askedAt / HOUR_SECONDS);
  const isNight = hour % 24 < 6 || hour % 24 >= 21;
  return (isNight ? SLOWER_AT_NIGHT : 1) * (weekdayOf(hour) >= 5 ? SLOWER_AT_WEEKENDS : 1);
}

const weekdayOf = (hour: number): number => (Math.floor((hour * HOUR_SECONDS) / DAY_SECONDS) + FIRST_WEEKDAY) % 7;
