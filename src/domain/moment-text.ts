import { nameMonth, nameWeekday } from './calendar-words.ts';
import type { Instant } from './instant.ts';

/**
 * An instant for people, as near as it is: the same day "14:26", the next "tomorrow 09:00", within a week "Tuesday 09:00", then
 * "3 December 09:00", in another year "3 December 2027". By the wall clock of `timeZone`; name the zone beside it (`nameZone`).
 */
export function formatMoment(at: Instant, now: Instant, timeZone: string): string {
  const moment = toLocal(at, timeZone);
  const present = toLocal(now, timeZone);
  const days = present.toPlainDate().until(moment.toPlainDate()).days;
  const clock = `${pad(moment.hour)}:${pad(moment.minute)}`;
  if (days === 0) return clock;
  if (days === 1) return `tomorrow ${clock}`;
  if (days > 1 && days < 7) return `${nameWeekday(moment.dayOfWeek)} ${clock}`;
  if (moment.year === present.year) return `${formatDay(at, now, timeZone)} ${clock}`;
  return formatDay(at, now, timeZone);
}

/** The date of an instant: "3 December", in another year than `now` "3 December 2027". */
export function formatDay(at: Instant, now: Instant, timeZone: string): string {
  const moment = toLocal(at, timeZone);
  const day = `${moment.day} ${nameMonth(moment.month)}`;
  return moment.year === toLocal(now, timeZone).year ? day : `${day} ${moment.year}`;
}

/** What a zone's clock is called among people: Europe/Berlin is "Berlin time", UTC stays "UTC". */
export function nameZone(timeZone: string): string {
  const place = timeZone.slice(timeZone.lastIndexOf('/') + 1).replaceAll('_', ' ');
  return timeZone.includes('/') && !timeZone.startsWith('Etc/') ? `${place} time` : place;
}

function toLocal(at: Instant, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at * 1000).toZonedDateTimeISO(timeZone);
}

const pad = (part: number): string => String(part).padStart(2, '0');
