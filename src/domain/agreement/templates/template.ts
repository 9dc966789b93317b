import { ALWAYS_OPEN_WEEK, type Interval, type Weekday } from '../../calendar/calendar.ts';
import type { Agreement, AgreementCalendar, AgreementChannel, Commitment } from '../agreement.ts';
import type { ChannelKind } from '../channel-kind.ts';

/** What a template takes from the company that uses it. */
export interface TemplateGiven {
  /** IANA zone of its hours. */
  readonly timeZone: string;
  /** YYYY-MM-DD by which the agreement is looked at again. */
  readonly reviewOn: string;
}

/** A whole agreement to start from. What only the company can know, such as its handles, is left empty. */
export interface AgreementTemplate {
  readonly id: string;
  readonly name: string;
  /** For whom it is meant, in one sentence. */
  readonly description: string;
  make(given: TemplateGiven): Agreement;
}

export const MONDAY_TO_FRIDAY: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri'];
export const MONDAY_TO_SATURDAY: readonly Weekday[] = [...MONDAY_TO_FRIDAY, 'sat'];
export const EVERY_DAY: readonly Weekday[] = [...MONDAY_TO_SATURDAY, 'sun'];

/** Hours that are the same on each of `days`. */
export function makeHours(id: string, name: string, timeZone: string, days: readonly Weekday[], ...hours: Interval[]): AgreementCalendar {
  const week = Object.fromEntries(days.map((day) => [day, hours.map(([start, end]): Interval => [start, end])]));
  return { id, name, rules: { timeZone, week, holidays: [], dateOverrides: {}, breaks: {} }, holidayNames: {} };
}

export function makeDayAndNight(timeZone: string): AgreementCalendar {
  const rules = { timeZone, week: ALWAYS_OPEN_WEEK, holidays: [], dateOverrides: {}, breaks: {} };
  return { id: 'day-and-night', name: 'Day and night', rules, holidayNames: {} };
}

/** A channel in English whose id is its kind. */
export function makeChannel(
  kind: ChannelKind,
  calendarId: string,
  texts: { purpose: string; covers: string; doesNotCover?: string; privateMatters?: string },
): AgreementChannel {
  const { purpose, covers, doesNotCover = '', privateMatters = '' } = texts;
  return { id: kind, kind, handle: '', url: '', purpose, covers, doesNotCover, languages: ['en'], privateMatters, calendarId };
}

/** A promise that only people keep; `clockCalendarId` null counts day and night. */
export function makeCommitment(
  channelId: ChannelKind,
  metric: Commitment['metric'],
  targetSeconds: number,
  objectivePercent: number,
  clockCalendarId: string | null,
): Commitment {
  return { id: `${channelId}-${metric}`, channelId, metric, targetSeconds, objectivePercent, clockCalendarId, automationAnswers: false };
}

/** A Markdown list. */
export function list(...items: string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

/** Equal treatment in words that fit most companies. */
export const EQUAL_TREATMENT = {
  promised: true,
  statement:
    'Everyone is answered in the order in which they wrote. Nobody is answered sooner for having more followers, for being well known, or for writing in public.',
} as const;
