import { formatDateHours, formatHolidays, formatHours } from '../../calendar/hours-text.ts';
import { splitTarget } from '../../commitment/target-unit.ts';
import type { Agreement, AgreementCalendar, AgreementChannel, Commitment } from '../agreement.ts';
import { formatLanguages } from '../language.ts';

/**
 * A draft as it stands in a form: texts as people type them, whether they can be read or not. A field's name is its path in the agreement,
 * such as `channels.0.handle`, so that a problem finds its field; hours, holidays and dates of a calendar are one text each.
 */

const WEEK_FIELDS = [
  'rules.week.mon',
  'rules.week.tue',
  'rules.week.wed',
  'rules.week.thu',
  'rules.week.fri',
  'rules.week.sat',
  'rules.week.sun',
] as const;

export const CHANNEL_FIELDS = [
  'id',
  'kind',
  'handle',
  'url',
  'purpose',
  'covers',
  'doesNotCover',
  'languages',
  'privateMatters',
  'calendarId',
] as const;
export const CALENDAR_FIELDS = [
  'id',
  'name',
  'rules.timeZone',
  ...WEEK_FIELDS,
  'rules.holidays',
  'rules.dateOverrides',
  'rules.breaks',
  /** Where holidays are looked up; no part of the agreement. */
  'country',
  'region',
] as const;
export const COMMITMENT_FIELDS = [
  'id',
  'channelId',
  'metric',
  /** An amount of `unit`. */
  'targetSeconds',
  'unit',
  'objectivePercent',
  /** Empty counts day and night. */
  'clockCalendarId',
  'automationAnswers',
  /** Empty for all topics. */
  'topic',
  'ownTargets',
] as const;
export const TEXT_FIELDS = [
  'conduct.weDo',
  'conduct.weAsk',
  'conduct.otherwise',
  'equalTreatment.promised',
  'equalTreatment.statement',
  'remedy',
  'owner.name',
  'owner.contact',
  'reviewOn',
  'noticePeriodDays',
] as const;

export type ChannelFields = Record<(typeof CHANNEL_FIELDS)[number], string>;
export type CalendarFields = Record<(typeof CALENDAR_FIELDS)[number], string>;
export type CommitmentFields = Record<(typeof COMMITMENT_FIELDS)[number], string>;
export type TextFields = Record<(typeof TEXT_FIELDS)[number], string>;

export interface DraftFields {
  readonly channels: readonly ChannelFields[];
  readonly calendars: readonly CalendarFields[];
  readonly commitments: readonly CommitmentFields[];
  readonly texts: TextFields;
}

/** What a ticked box sends. */
export const TICKED = 'on';

/** The agreement as texts for a form. */
export function toDraftFields(agreement: Agreement): DraftFields {
  const { conduct, equalTreatment, owner } = agreement;
  return {
    channels: agreement.channels.map(toChannelFields),
    calendars: agreement.calendars.map(toCalendarFields),
    commitments: agreement.commitments.map(toCommitmentFields),
    texts: {
      'conduct.weDo': conduct.weDo,
      'conduct.weAsk': conduct.weAsk,
      'conduct.otherwise': conduct.otherwise,
      'equalTreatment.promised': equalTreatment.promised ? TICKED : '',
      'equalTreatment.statement': equalTreatment.statement,
      remedy: agreement.remedy,
      'owner.name': owner.name,
      'owner.contact': owner.contact,
      reviewOn: agreement.reviewOn,
      noticePeriodDays: String(agreement.noticePeriodDays),
    },
  };
}

function toChannelFields(channel: AgreementChannel): ChannelFields {
  return { ...channel, languages: formatLanguages(channel.languages) };
}

export function toCalendarFields({ id, name, rules, holidayNames }: AgreementCalendar): CalendarFields {
  const day = (weekday: keyof typeof rules.week) => formatHours(rules.week[weekday] ?? []);
  return {
    id,
    name,
    'rules.timeZone': rules.timeZone,
    'rules.week.mon': day('mon'),
    'rules.week.tue': day('tue'),
    'rules.week.wed': day('wed'),
    'rules.week.thu': day('thu'),
    'rules.week.fri': day('fri'),
    'rules.week.sat': day('sat'),
    'rules.week.sun': day('sun'),
    'rules.holidays': formatHolidays({ holidays: rules.holidays, holidayNames }),
    'rules.dateOverrides': formatDateHours(rules.dateOverrides),
    'rules.breaks': formatDateHours(rules.breaks),
    country: '',
    region: '',
  };
}

export function toCommitmentFields(commitment: Commitment): CommitmentFields {
  const { amount, unit } = splitTarget(commitment.targetSeconds, commitment.clockCalendarId === null);
  return {
    id: commitment.id,
    channelId: commitment.channelId,
    metric: commitment.metric,
    targetSeconds: String(amount),
    unit,
    objectivePercent: String(commitment.objectivePercent),
    clockCalendarId: commitment.clockCalendarId ?? '',
    automationAnswers: commitment.automationAnswers ? TICKED : '',
    topic: commitment.topic ?? '',
    ownTargets: commitment.ownTargets === true ? TICKED : '',
  };
}
