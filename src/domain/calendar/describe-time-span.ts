import type { Instant } from '../instant.ts';
import type { TimeSpan } from './compare-open-time.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

function getFormat(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (format === undefined) {
    const date = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const;
    format = new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', hour: '2-digit', minute: '2-digit', ...date });
    formats.set(timeZone, format);
  }
  return format;
}

/** An instant on the wall of a zone: date `Friday 25 December 2026` and time `09:00`. */
export function toWallText(at: Instant, timeZone: string): { date: string; time: string } {
  const parts = new Map(
    getFormat(timeZone)
      .formatToParts(at * 1000)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  return {
    date: `${part('weekday')} ${part('day')} ${part('month')} ${part('year')}`,
    time: `${part('hour')}:${part('minute')}`,
  };
}

/** A span in words: `Friday 25 December 2026, 09:00 to 17:00`. */
export function describeTimeSpan({ fromAt, toAt }: TimeSpan, timeZone: string): string {
  const from = toWallText(fromAt, timeZone);
  const to = toWallText(toAt, timeZone);
  if (from.date === to.date) return `${from.date}, ${from.time} to ${to.time}`;
  // Midnight at its end belongs to the day that ends.
  if (to.time === '00:00' && toWallText(toAt - 1, timeZone).date === from.date) return `${from.date}, ${from.time} to 24:00`;
  return `${from.date}, ${from.time} to ${to.date}, ${to.time}`;
}
