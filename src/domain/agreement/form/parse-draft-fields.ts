import { WEEKDAYS } from '../../calendar/calendar.ts';
import { parseDateHours, parseHolidays, parseHours, type Reading } from '../../calendar/hours-text.ts';
import { TARGET_UNITS, type TargetUnit } from '../../commitment/target-unit.ts';
import { type Agreement, agreementForm } from '../agreement.ts';
import type { AgreementProblem } from '../find-agreement-problems.ts';
import { parseLanguages } from '../language.ts';
import { type CalendarFields, type ChannelFields, type CommitmentFields, type DraftFields, TICKED } from './draft-fields.ts';
import { placeProblems } from './place-problems.ts';

export type DraftReading =
  | { readonly ok: true; readonly content: Agreement }
  | { readonly ok: false; readonly problems: readonly AgreementProblem[] };

type Report = (field: string, message: string) => void;

/**
 * Reads what stands in the form as an agreement, which may be incomplete. What cannot be read is named with its field.
 * The agreement that became the fields comes back as it was, its hours in order.
 */
export function parseDraftFields(fields: DraftFields): DraftReading {
  const problems: AgreementProblem[] = [];
  const content = agreementForm.safeParse(toRawAgreement(fields, (field, message) => problems.push({ field, message })));
  if (content.success && problems.length === 0) return { ok: true, content: content.data };
  for (const issue of content.error?.issues ?? []) problems.push({ field: issue.path.join('.'), message: issue.message });
  return { ok: false, problems: placeProblems(problems, fields) };
}

/** The fields in the form of an agreement; what cannot be read is reported and stands there empty. */
export function toRawAgreement({ channels, calendars, commitments, texts }: DraftFields, report: Report) {
  return {
    channels: channels.map(toRawChannel),
    calendars: calendars.map((calendar, index) =>
      toRawCalendar(calendar, (field, message) => report(`calendars.${index}.${field}`, message)),
    ),
    commitments: commitments.map((own, index) =>
      toRawCommitment(own, (field, message) => report(`commitments.${index}.${field}`, message)),
    ),
    conduct: { weDo: texts['conduct.weDo'], weAsk: texts['conduct.weAsk'], otherwise: texts['conduct.otherwise'] },
    equalTreatment: { promised: texts['equalTreatment.promised'] === TICKED, statement: texts['equalTreatment.statement'] },
    remedy: texts.remedy,
    owner: { name: texts['owner.name'], contact: texts['owner.contact'] },
    reviewOn: texts.reviewOn.trim(),
    noticePeriodDays: toWholeNumber(texts.noticePeriodDays, () => report('noticePeriodDays', 'Write a whole number of days, such as 30.')),
  };
}

function toRawChannel(channel: ChannelFields) {
  return { ...channel, url: completeAddress(channel.url.trim()), languages: parseLanguages(channel.languages) };
}

/** `example.org/help` is meant as a web address, and `care@example.org` as one to write to. */
function completeAddress(text: string): string {
  if (/^[^\s:/@]+@[^\s/@]+\.[^\s/@]+$/.test(text)) return `mailto:${text}`;
  return /^[\w-]+(\.[\w-]+)+(\/\S*)?$/.test(text) ? `https://${text}` : text;
}

function toRawCalendar(calendar: CalendarFields, report: Report) {
  const read = <Value>(field: string, reading: Reading<Value>, otherwise: Value): Value => {
    if (reading.ok) return reading.value;
    report(field, reading.message);
    return otherwise;
  };
  const days = WEEKDAYS.map((day) => [day, read(`rules.week.${day}`, parseHours(calendar[`rules.week.${day}`]), [])] as const);
  const named = read('rules.holidays', parseHolidays(calendar['rules.holidays']), { holidays: [], holidayNames: {} });
  return {
    id: calendar.id,
    name: calendar.name,
    rules: {
      timeZone: calendar['rules.timeZone'].trim(),
      week: Object.fromEntries(days.filter(([, intervals]) => intervals.length > 0)),
      holidays: named.holidays,
      dateOverrides: read('rules.dateOverrides', parseDateHours(calendar['rules.dateOverrides']), {}),
      breaks: read('rules.breaks', parseDateHours(calendar['rules.breaks']), {}),
    },
    holidayNames: named.holidayNames,
  };
}

function toRawCommitment(own: CommitmentFields, report: Report) {
  const { targetSeconds, unit, objectivePercent, clockCalendarId, automationAnswers, topic, ownTargets, ...rest } = own;
  return {
    ...rest,
    targetSeconds: toTargetSeconds(own, (message) => report('targetSeconds', message)),
    objectivePercent: toPercent(objectivePercent, (message) => report('objectivePercent', message)),
    clockCalendarId: clockCalendarId === '' ? null : clockCalendarId,
    automationAnswers: automationAnswers === TICKED,
    ...(topic.trim() === '' ? {} : { topic }),
    ...(ownTargets === TICKED ? { ownTargets: true } : {}),
  };
}

const isUnit = (unit: string): unit is TargetUnit => Object.hasOwn(TARGET_UNITS, unit);

function toTargetSeconds({ targetSeconds, unit, clockCalendarId }: CommitmentFields, report: (message: string) => void): number {
  const amount = toNumber(targetSeconds, /^\d{1,8}([.,]\d{1,2})?$/);
  const seconds = amount === undefined || !isUnit(unit) ? 0 : Math.round(amount * TARGET_UNITS[unit]);
  if (unit === 'days' && clockCalendarId !== '')
    report('Opening hours have no days of a fixed length. Write it in hours, or count day and night.');
  else if (seconds < 1) report('Write how long it may take, such as 8 hours.');
  else if (seconds > 31_536_000) report('Promise at most one year.');
  return Math.min(Math.max(seconds, 1), 31_536_000);
}

function toPercent(text: string, report: (message: string) => void): number {
  const percent = toNumber(text.replace('%', ''), /^\d{1,3}([.,]\d{1,2})?$/);
  if (percent !== undefined && percent >= 1 && percent <= 100) return percent;
  report('Write how many of 100, from 1 to 100, such as 90 or 99.5.');
  return 100;
}

function toWholeNumber(text: string, report: () => void): number {
  const number = toNumber(text, /^\d{1,6}$/);
  if (number === undefined) report();
  return number ?? 0;
}

function toNumber(text: string, pattern: RegExp): number | undefined {
  return pattern.test(text.trim()) ? Number(text.trim().replace(',', '.')) : undefined;
}
