import type { Agreement } from '../agreement/agreement.ts';
import { ELAPSED, listHours } from './try-hours.ts';

/** A target to be promised, and on which hours: an id of `listHours`. */
export interface ChosenTarget {
  readonly commitmentId: string;
  readonly targetSeconds: number;
  readonly hoursId: string;
}

/**
 * The agreement with a promise's target and hours changed and nothing else; usual hours become a calendar of it.
 * @param timeZone of the company, for usual hours of a promise that counted all time.
 * @returns undefined when the agreement has no such promise or there are no such hours.
 */
export function putTarget(
  { commitments, calendars }: Agreement,
  { commitmentId, targetSeconds, hoursId }: ChosenTarget,
  timeZone: string,
): Pick<Agreement, 'commitments' | 'calendars'> | undefined {
  const commitment = commitments.find(({ id }) => id === commitmentId);
  if (commitment === undefined) return undefined;
  const isKnown = hoursId === ELAPSED || calendars.some(({ id }) => id === hoursId);
  const usual = listHours(calendars, commitment.clockCalendarId, timeZone).find(({ id }) => id === hoursId);
  if (!isKnown && (usual === undefined || usual.rules === null)) return undefined;
  const clockCalendarId = hoursId === ELAPSED ? null : hoursId;
  const names = calendars.find(({ id }) => id === commitment.clockCalendarId)?.holidayNames ?? {};
  return {
    commitments: commitments.map((other) => (other === commitment ? { ...other, targetSeconds, clockCalendarId } : other)),
    calendars:
      isKnown || usual === undefined || usual.rules === null
        ? calendars
        : [...calendars, { id: hoursId, name: usual.words.slice(0, 80), rules: usual.rules, holidayNames: names }],
  };
}
