import type { CalendarRules } from '../calendar/calendar.ts';
import type { ClockedCommitment } from '../commitment/implies-commitment.ts';
import type { Agreement, AgreementCalendar, AgreementChannel } from './agreement.ts';

/** Follows the references inside an agreement. A draft's may lead nowhere: then the result is undefined. */

export function findChannel(agreement: Agreement, channelId: string): AgreementChannel | undefined {
  return agreement.channels.find((channel) => channel.id === channelId);
}

export function findCalendar(agreement: Agreement, calendarId: string): AgreementCalendar | undefined {
  return agreement.calendars.find((calendar) => calendar.id === calendarId);
}

/** The calendar's rules for a commitment's clock, null for elapsed time, undefined when the calendar is not there. */
export function findClock(agreement: Agreement, clockCalendarId: string | null): CalendarRules | null | undefined {
  return clockCalendarId === null ? null : findCalendar(agreement, clockCalendarId)?.rules;
}

/** The commitments whose clock is known. */
export function listClockedCommitments(agreement: Agreement): ClockedCommitment[] {
  return agreement.commitments.flatMap((commitment) => {
    const clock = findClock(agreement, commitment.clockCalendarId);
    return clock === undefined ? [] : [{ commitment, clock }];
  });
}
