import type { Window } from '../../domain/compliance/window.ts';
import { type Day, getDayClock } from '../../domain/tally/day-clock.ts';
import type { CompanyReference } from '../reader.ts';

/** Days of a company's zone, both ends inclusive. */
export interface DaySpan {
  readonly fromDay: Day;
  readonly toDay: Day;
}

/** What figures are about: a company's commitments and the days in which the messages arrived. */
export interface TallyRange extends DaySpan {
  readonly company: CompanyReference;
  readonly commitmentIds: readonly string[];
}

export function toTallyRange(
  company: CompanyReference,
  commitmentIds: readonly string[],
  window: Pick<Window, 'fromAt' | 'toAt'>,
): TallyRange {
  return { company, commitmentIds, ...toDays(company, window) };
}

/** The days of a company in which a window begins and ends. */
export function toDays({ timeZone }: CompanyReference, { fromAt, toAt }: Pick<Window, 'fromAt' | 'toAt'>): DaySpan {
  const clock = getDayClock(timeZone);
  return { fromDay: clock.dayOf(fromAt), toDay: clock.dayOf(toAt) };
}
