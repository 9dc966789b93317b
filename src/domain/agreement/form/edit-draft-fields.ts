import { formatHolidays, parseHolidays } from '../../calendar/hours-text.ts';
import type { Metric } from '../../commitment/metric.ts';
import { METRICS } from '../../commitment/metric.ts';
import { DAY_SECONDS, HOUR_SECONDS } from '../../instant.ts';
import { type ChannelKind, channelKinds } from '../channel-kind.ts';
import { MONDAY_TO_FRIDAY, makeHours } from '../templates/template.ts';
import { type CalendarFields, type DraftFields, toCalendarFields, toCommitmentFields } from './draft-fields.ts';

/** Adding and removing parts of a draft that stands in a form. What is asked for and is not there changes nothing. */

/** What a new promise says until somebody changes it. Null as a clock counts day and night. */
const FIRST_TARGETS: Record<Metric, { seconds: number; objectivePercent: number; countsAllTime: boolean }> = {
  'first-response': { seconds: 8 * HOUR_SECONDS, objectivePercent: 90, countsAllTime: false },
  'next-response': { seconds: 8 * HOUR_SECONDS, objectivePercent: 90, countsAllTime: false },
  resolution: { seconds: 5 * DAY_SECONDS, objectivePercent: 80, countsAllTime: true },
  answered: { seconds: 7 * DAY_SECONDS, objectivePercent: 99, countsAllTime: true },
};

/** Adds a channel with a promise to begin with, in the first hours of the draft; makes hours where there are none. */
export function addChannel(fields: DraftFields, kindText: string, timeZone: string): DraftFields {
  const kind: ChannelKind = channelKinds.find((known) => known === kindText) ?? 'other';
  const withHours = fields.calendars.length === 0 ? addCalendar(fields, timeZone) : fields;
  const channel = {
    id: makeId(kind, withHours.channels),
    kind,
    handle: '',
    url: '',
    purpose: '',
    covers: '',
    doesNotCover: '',
    languages: withHours.channels[0]?.languages ?? 'English',
    privateMatters: '',
    calendarId: withHours.calendars[0]?.id ?? '',
  };
  return addCommitment({ ...withHours, channels: [...withHours.channels, channel] }, withHours.channels.length);
}

/** Removes a channel and what was promised on it. */
export function removeChannel(fields: DraftFields, index: number): DraftFields {
  const channel = fields.channels[index];
  return {
    ...fields,
    channels: fields.channels.filter((_, position) => position !== index),
    commitments: fields.commitments.filter(({ channelId }) => channelId !== channel?.id),
  };
}

/** Adds a promise to a channel: the first kind of promise that it does not have yet. */
export function addCommitment(fields: DraftFields, channelIndex: number): DraftFields {
  const channel = fields.channels[channelIndex];
  if (channel === undefined) return fields;
  const taken = new Set(fields.commitments.filter(({ channelId }) => channelId === channel.id).map(({ metric }) => metric));
  const metric = METRICS.find((candidate) => !taken.has(candidate)) ?? 'first-response';
  const { seconds, objectivePercent, countsAllTime } = FIRST_TARGETS[metric];
  const commitment = toCommitmentFields({
    id: makeId(`${channel.id}-${metric}`, fields.commitments),
    channelId: channel.id,
    metric,
    targetSeconds: seconds,
    objectivePercent,
    clockCalendarId: countsAllTime ? null : channel.calendarId,
    automationAnswers: false,
  });
  return { ...fields, commitments: [...fields.commitments, commitment] };
}

export function removeCommitment(fields: DraftFields, index: number): DraftFields {
  return { ...fields, commitments: fields.commitments.filter((_, position) => position !== index) };
}

/** Adds hours, Monday to Friday from 9 to 17, in the zone of the others. */
export function addCalendar(fields: DraftFields, timeZone: string): DraftFields {
  const name = fields.calendars.length === 0 ? 'Opening hours' : `Hours ${fields.calendars.length + 1}`;
  const zone = fields.calendars[0]?.['rules.timeZone'] ?? timeZone;
  const calendar = toCalendarFields(makeHours(makeId('hours', fields.calendars), name, zone, MONDAY_TO_FRIDAY, ['09:00', '17:00']));
  return { ...fields, calendars: [...fields.calendars, calendar] };
}

/** Who still needs these hours: indices of channels, and of commitments that are counted in them. */
export function isCalendarUsed({ channels, commitments }: DraftFields, calendarId: string): boolean {
  return (
    channels.some((channel) => channel.calendarId === calendarId) ||
    commitments.some(({ clockCalendarId }) => clockCalendarId === calendarId)
  );
}

/** Removes hours that nothing follows; hours in use stay. */
export function removeCalendar(fields: DraftFields, index: number): DraftFields {
  const calendar = fields.calendars[index];
  if (calendar === undefined || isCalendarUsed(fields, calendar.id)) return fields;
  return { ...fields, calendars: fields.calendars.filter((_, position) => position !== index) };
}

/** Adds holidays, lines such as `2026-12-25 Christmas Day`, to those that a calendar has. A date that is there keeps its name. */
export function addHolidays(fields: DraftFields, index: number, lines: readonly string[]): DraftFields {
  if (lines.length === 0) return fields;
  const calendars = fields.calendars.map((calendar, position) => (position === index ? withHolidays(calendar, lines) : calendar));
  return { ...fields, calendars };
}

function withHolidays(calendar: CalendarFields, lines: readonly string[]): CalendarFields {
  const typed = calendar['rules.holidays'];
  const [known, added] = [parseHolidays(typed), parseHolidays(lines.join('\n'))];
  if (!known.ok || !added.ok) return { ...calendar, 'rules.holidays': [typed, ...lines].join('\n').trim() };
  const text = formatHolidays({
    holidays: [...new Set([...known.value.holidays, ...added.value.holidays])],
    holidayNames: { ...added.value.holidayNames, ...known.value.holidayNames },
  });
  return { ...calendar, 'rules.holidays': text };
}

/** Longest id that an agreement accepts. */
const ID_LENGTH = 40;

/** An id that none of `items` has: `email`, then `email-2`. */
function makeId(base: string, items: readonly { readonly id: string }[]): string {
  const taken = new Set(items.map(({ id }) => id));
  for (let number = 1; ; number++) {
    const ending = number === 1 ? '' : `-${number}`;
    const id = `${base.slice(0, ID_LENGTH - ending.length).replace(/-+$/, '')}${ending}`;
    if (!taken.has(id)) return id;
  }
}
