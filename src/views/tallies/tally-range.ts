import type { Window } from '../../domain/compliance/window.ts';
import { type Day, getDayClock } from '../../domain/tally/day-clock.ts';
import type { CompanyReference } from '../reader.ts';

/** What figures are about: a company's commitments and the days in which the messages arrived, both ends inclusive. */
export interface TallyRange {
  readonly company: CompanyReference;
  readonly commitmentIds: readonly string[];
  readonly fromDay: Day;
  readonly toDay: Day;
}

export function toTallyRange(
  company: CompanyReference,
  commitmentIds: readonly string[],
  window: Pick<Window, 'fromAt' | 'toAt'>,
): TallyRange {
  return { company, commitmentIds, ...toDays(company, window) };
}

/** The days of a company in which a window begins and ends. */
export function toDays({ timeZone }: CompanyReference, { fromAt, toAt }: Pick<Window, 'fromAt' | 'toAt'>): { fromDay: Day; toDay: Day } {
  const clock = getDayClock(timeZone);
  return { fromDay: clock.dayOf(fromAt), toDay: clock.dayOf(toAt) };
}
