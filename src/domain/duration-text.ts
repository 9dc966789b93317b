import { countOf, formatCount } from './count-text.ts';
import { DAY_SECONDS, HOUR_SECONDS, MINUTE_SECONDS } from './instant.ts';

/** Whether a duration is counted on the wall or in opening hours only: then a day has no fixed length. */
export type DurationClock = 'elapsed' | 'working';

/**
 * A duration that was promised, exactly: 5400 is "1 hour 30 minutes". In opening hours the largest unit is the hour, and more than one is
 * named for what it is: 28800 is "8 working hours".
 */
export function describeDuration(seconds: number, clock: DurationClock = 'elapsed'): string {
  const days = clock === 'elapsed' ? Math.floor(seconds / DAY_SECONDS) : 0;
  const hours = Math.floor((seconds - days * DAY_SECONDS) / HOUR_SECONDS);
  const minutes = Math.floor((seconds % HOUR_SECONDS) / MINUTE_SECONDS);
  const hourName = clock === 'working' && seconds > HOUR_SECONDS ? 'working hour' : 'hour';
  const parts = [count(days, 'day'), count(hours, hourName), count(minutes, 'minute'), count(seconds % MINUTE_SECONDS, 'second')].filter(
    (part) => part !== '',
  );
  return parts.length === 0 ? '0 seconds' : parts.join(' ');
}

function count(amount: number, unit: string): string {
  if (amount === 0) return '';
  return countOf(amount, unit);
}

/**
 * A duration that was measured, short, in at most two units and rounded up, so that it never flatters: 3661 is "1 h 2 min",
 * 200000 is "2 d 8 h", in opening hours "55 h 34 min". The spaces do not break.
 */
export function formatDuration(seconds: number, clock: DurationClock = 'elapsed'): string {
  if (seconds < MINUTE_SECONDS) return `${seconds}\u00a0s`;
  const minutes = Math.ceil(seconds / MINUTE_SECONDS);
  if (minutes < 60) return `${minutes}\u00a0min`;
  if (minutes < 24 * 60 || clock === 'working') return pair(minutes, 60, 'h', 'min');
  return pair(Math.ceil(seconds / HOUR_SECONDS), 24, 'd', 'h');
}

function pair(amount: number, per: number, large: string, small: string): string {
  const whole = Math.floor(amount / per);
  const rest = amount % per;
  return `${formatCount(whole)}\u00a0${large}${rest === 0 ? '' : `\u00a0${rest}\u00a0${small}`}`;
}
