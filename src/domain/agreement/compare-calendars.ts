import { DAY_NAMES, describeIntervals, WEEK_FROM_MONDAY } from '../calendar/describe-hours.ts';
import type { AgreementCalendar } from './agreement.ts';
import { type AgreementChange, compareValue, pairById, type ValueChange } from './agreement-change.ts';

/** What changed in the hours of an agreement: added, removed, and day by day. */
export function compareCalendars(before: readonly AgreementCalendar[], after: readonly AgreementCalendar[]): AgreementChange[] {
  return pairById(before, after).flatMap(({ before: old, after: next }): AgreementChange[] => {
    if (old === undefined && next === undefined) return [];
    const kind = old === undefined ? 'added' : next === undefined ? 'removed' : 'changed';
    const details = compareHours(old, next);
    return details.length === 0 ? [] : [{ part: 'calendars', kind, subject: next?.name ?? old?.name ?? '', details }];
  });
}

function compareHours(before: AgreementCalendar | undefined, after: AgreementCalendar | undefined): ValueChange[] {
  return [
    ...compareValue('Name', before?.name ?? '', after?.name ?? ''),
    ...compareValue('Time zone', before?.rules.timeZone ?? '', after?.rules.timeZone ?? ''),
    ...WEEK_FROM_MONDAY.flatMap((day) => compareValue(DAY_NAMES[day], describeWeekday(before, day), describeWeekday(after, day))),
    ...compareDates('Holiday', listHolidays(before), listHolidays(after)),
    ...compareDates('Hours on', listHours(before?.rules.dateOverrides), listHours(after?.rules.dateOverrides)),
    ...compareDates('Break on', listHours(before?.rules.breaks), listHours(after?.rules.breaks)),
  ];
}

function describeWeekday(calendar: AgreementCalendar | undefined, day: (typeof WEEK_FROM_MONDAY)[number]): string {
  return calendar === undefined ? '' : describeIntervals(calendar.rules.week[day] ?? []);
}

function listHolidays(calendar: AgreementCalendar | undefined): Map<string, string> {
  return new Map((calendar?.rules.holidays ?? []).map((date) => [date, calendar?.holidayNames[date] || 'closed']));
}

function listHours(byDate: AgreementCalendar['rules']['dateOverrides'] = {}): Map<string, string> {
  return new Map(Object.entries(byDate).map(([date, intervals]) => [date, describeIntervals(intervals)]));
}

function compareDates(label: string, before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): ValueChange[] {
  const dates = [...new Set([...before.keys(), ...after.keys()])].sort();
  return dates.flatMap((date) => compareValue(`${label} ${date}`, before.get(date) ?? '', after.get(date) ?? ''));
}
