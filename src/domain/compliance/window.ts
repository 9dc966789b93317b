import type { Instant } from '../instant.ts';

/** The periods that figures can be asked for, with the words for them. */
export const WINDOWS = {
  '7d': { label: '7 days', last: 'the last 7 days' },
  '30d': { label: '30 days', last: 'the last 30 days' },
  '90d': { label: '90 days', last: 'the last 90 days' },
  '12m': { label: '12 months', last: 'the last 12 months' },
} as const;

export type WindowKey = keyof typeof WINDOWS;
export const windowKeys = Object.keys(WINDOWS) as [WindowKey, ...WindowKey[]];
export const DEFAULT_WINDOW: WindowKey = '30d';

/** The window that an address asks for; the usual one where it asks for none, or for one that does not exist. */
export function readWindowKey(text: string | null): WindowKey {
  return windowKeys.find((key) => key === text) ?? DEFAULT_WINDOW;
}

/** How many parts a window is cut into for a chart, and how long each is. */
const STEPS: Record<WindowKey, Temporal.DurationLike> = {
  '7d': { days: 1 },
  '30d': { days: 1 },
  '90d': { weeks: 1 },
  '12m': { months: 1 },
};
const LENGTHS: Record<WindowKey, Temporal.DurationLike> = {
  '7d': { days: 7 },
  '30d': { days: 30 },
  '90d': { days: 90 },
  '12m': { months: 12 },
};

/** A window and where it lies: both ends inclusive. It holds today and as many whole days before as its name says, less one. */
export interface Window {
  readonly key: WindowKey;
  readonly fromAt: Instant;
  readonly toAt: Instant;
}

/** The window that ends at `now` and begins at the local midnight of its first day. */
export function findWindow(key: WindowKey, timeZone: string, now: Instant): Window {
  return { key, fromAt: midnight(firstDay(key, timeZone, now), timeZone), toAt: now };
}

/** When the window moves on: the next local midnight after `now`. */
export function nextMidnight(timeZone: string, now: Instant): Instant {
  return midnight(today(timeZone, now).add({ days: 1 }), timeZone);
}

/** A part of a window: `fromAt` inclusive, until the next part's. `date` is the local date it begins on. */
export interface WindowPart {
  readonly date: string;
  readonly fromAt: Instant;
}

/** Days of the shorter windows, weeks of 90 days, months of a year, oldest first. The last part may not be over yet. */
export function listWindowParts(key: WindowKey, timeZone: string, now: Instant): WindowPart[] {
  const last = today(timeZone, now);
  const first = firstDay(key, timeZone, now);
  const parts: WindowPart[] = [];
  for (let index = 0; ; index++) {
    // Each part is counted from the first day: a month after 31 January and then another is 31 March, not the 28th.
    const date = first.add(times(STEPS[key], index));
    if (Temporal.PlainDate.compare(date, last) > 0) return parts;
    parts.push({ date: date.toString(), fromAt: midnight(date, timeZone) });
  }
}

function firstDay(key: WindowKey, timeZone: string, now: Instant): Temporal.PlainDate {
  return today(timeZone, now).subtract(LENGTHS[key]).add({ days: 1 });
}

function today(timeZone: string, now: Instant): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(now * 1000)
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
}

/** The first instant of a date: where midnight is skipped, the first that exists. */
function midnight(date: Temporal.PlainDate, timeZone: string): Instant {
  return date.toZonedDateTime(timeZone).epochMilliseconds / 1000;
}

function times(duration: Temporal.DurationLike, factor: number): Temporal.DurationLike {
  return Object.fromEntries(Object.entries(duration).map(([unit, amount]) => [unit, amount * factor]));
}
