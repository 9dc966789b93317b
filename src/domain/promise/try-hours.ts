import type { AgreementCalendar } from '../agreement/agreement.ts';
import { type CalendarRules, type Interval, WEEKDAYS } from '../calendar/calendar.ts';
import { compileCalendar } from '../calendar/compile-calendar.ts';
import { describeHours, isAlwaysOpen, WEEK_FROM_MONDAY } from '../calendar/describe-hours.ts';
import { elapsedOn } from '../conversation/wait-clock.ts';
import type { Instant } from '../instant.ts';
import type { RecordedWait } from './recorded-wait.ts';
import { countKept, findStrictestTarget, type KeptCount, type StrictestTarget, type Waits } from './waits.ts';

/** Hours that a promise could count. */
export interface HoursChoice {
  /** A calendar's id in the agreement, `elapsed`, or the name of usual hours. */
  readonly id: string;
  readonly words: string;
  /** Null counts all time. */
  readonly rules: CalendarRules | null;
  readonly isPresent: boolean;
}

const week = (days: readonly string[], hours: Interval): CalendarRules['week'] =>
  Object.fromEntries(WEEKDAYS.filter((day) => days.includes(day)).map((day) => [day, [hours]]));
const WORKDAYS = WEEK_FROM_MONDAY.slice(0, 5);

/** Hours that many companies keep, by an id that a calendar made from them gets. */
const USUAL_WEEKS: Readonly<Record<string, CalendarRules['week']>> = {
  'workdays-9-17': week(WORKDAYS, ['09:00', '17:00']),
  'workdays-8-20': week(WORKDAYS, ['08:00', '20:00']),
  'mon-sat-8-20': week(WEEK_FROM_MONDAY.slice(0, 6), ['08:00', '20:00']),
  'daily-8-22': week(WEEK_FROM_MONDAY, ['08:00', '22:00']),
};

/**
 * The hours that a promise could count: those it counts now first, then the agreement's other calendars, usual ones, and all time. Usual ones
 * have the zone and the holidays of the present hours. No two with the same words.
 * @param timeZone for usual hours where the promise counts all time.
 */
export function listHours(calendars: readonly AgreementCalendar[], clockCalendarId: string | null, timeZone: string): HoursChoice[] {
  const present = calendars.find(({ id }) => id === clockCalendarId);
  const from = { timeZone: present?.rules.timeZone ?? timeZone, holidays: present?.rules.holidays ?? [], dateOverrides: {}, breaks: {} };
  const own = calendars.map(({ id, name, rules }) => ({ id, rules, words: describeHours(rules) ?? `the hours “${name}”` }));
  const usual = Object.entries(USUAL_WEEKS).map(([id, hours]) => {
    const rules = { ...from, week: hours };
    return { id, rules, words: describeHours(rules) ?? id };
  });
  const elapsed = { id: ELAPSED, rules: null, words: 'day and night' };
  const all = [...own, ...usual, elapsed].map((choice) => ({
    ...choice,
    rules: choice.rules !== null && isAlwaysOpen(choice.rules) ? null : choice.rules,
    isPresent: choice.id === (clockCalendarId ?? ELAPSED),
  }));
  const ordered = [...all.filter(({ isPresent }) => isPresent), ...all.filter(({ isPresent }) => !isPresent)];
  return ordered.filter(({ words }, index) => ordered.findIndex((other) => other.words === words) === index);
}

/** The choice of counting all time. */
export const ELAPSED = 'elapsed';

/** What a promise would have come to on other hours: under its own target, and the strictest that would have been kept. */
export interface TriedHours {
  readonly choice: HoursChoice;
  readonly kept: KeptCount;
  readonly strictest: StrictestTarget | undefined;
}

/** Counts every wait anew on each choice of hours, from when it was asked and answered. Exact. */
export function tryHours(
  waits: readonly RecordedWait[],
  choices: readonly HoursChoice[],
  terms: { targetSeconds: number; objectivePercent: number; now: Instant },
): TriedHours[] {
  return choices.map((choice) => {
    const counted = countOnHours(waits, choice.rules, terms.now);
    return { choice, kept: countKept(counted, terms.targetSeconds), strictest: findStrictestTarget(counted, terms.objectivePercent) };
  });
}

/** The waits on a calendar's clock; null is elapsed time. */
export function countOnHours(waits: readonly RecordedWait[], rules: CalendarRules | null, now: Instant): Waits {
  const clock = rules === null ? null : compileCalendar(rules);
  const answered = waits.filter(({ answeredAt }) => answeredAt !== null && answeredAt <= now);
  const waiting = waits.filter(({ answeredAt }) => answeredAt === null || answeredAt > now);
  return {
    answered: [Int32Array.from(answered, ({ askedAt, answeredAt }) => elapsedOn(clock, askedAt, answeredAt as Instant)).sort()],
    waiting: Int32Array.from(waiting, ({ askedAt }) => elapsedOn(clock, askedAt, now)).sort(),
    never: 0,
  };
}
