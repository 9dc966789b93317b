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
  const clock = getDayClock(company.timeZone);
  return { company, commitmentIds, fromDay: clock.dayOf(window.fromAt), toDay: clock.dayOf(window.toAt) };
}
