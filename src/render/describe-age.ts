import { DAY_SECONDS, HOUR_SECONDS, MINUTE_SECONDS } from '../domain/instant.ts';

/** How long ago, in one unit and rounded down: 7300 is "2 hours ago". Less than two minutes is "just now". */
export function describeAge(seconds: number): string {
  if (seconds < 2 * MINUTE_SECONDS) return 'just now';
  if (seconds < HOUR_SECONDS) return `${Math.floor(seconds / MINUTE_SECONDS)} minutes ago`;
  if (seconds < DAY_SECONDS) return ago(Math.floor(seconds / HOUR_SECONDS), 'hour');
  return ago(Math.floor(seconds / DAY_SECONDS), 'day');
}

const ago = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'} ago`;
