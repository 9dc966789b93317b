import type { CalendarRules } from '../calendar/calendar.ts';
import { compileCalendar } from '../calendar/compile-calendar.ts';
import { toWallText } from '../calendar/describe-time-span.ts';
import type { Instant } from '../instant.ts';

/** A message and when its answer would be due. */
export interface ExampleDeadline {
  readonly askedAt: Instant;
  readonly dueAt: Instant;
}

const FRIDAY = 5;
const HOUR_OF_EXAMPLE = 16;

/**
 * When a message written on the first Friday after `now` at 16:00 would be due. Friday afternoon, because there the clocks differ most.
 * Undefined when the calendar never opens for so long.
 * @param clock null counts day and night
 * @param timeZone where it is 16:00
 */
export function findExampleDeadline(
  targetSeconds: number,
  clock: CalendarRules | null,
  timeZone: string,
  now: Instant,
): ExampleDeadline | undefined {
  const today = Temporal.Instant.fromEpochMilliseconds(now * 1000)
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
  const friday = today.add({ days: 1 + ((FRIDAY + 6 - today.dayOfWeek) % 7) });
  const askedAt = friday.toZonedDateTime({ timeZone, plainTime: { hour: HOUR_OF_EXAMPLE } }).epochMilliseconds / 1000;
  const dueAt = clock === null ? askedAt + targetSeconds : compileCalendar(clock).addSeconds(askedAt, targetSeconds);
  return dueAt === null ? undefined : { askedAt, dueAt };
}

/** "A message of Friday 27 November 2026, 16:00 is due Monday 30 November 2026, 10:00." */
export function describeExample({ askedAt, dueAt }: ExampleDeadline, timeZone: string): string {
  const asked = toWallText(askedAt, timeZone);
  const due = toWallText(dueAt, timeZone);
  return `A message of ${asked.date}, ${asked.time} is due ${due.date === asked.date ? 'the same day' : due.date}, ${due.time}.`;
}
