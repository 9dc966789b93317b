import type { Instant } from '../domain/instant.ts';
import type { Day, DayClock } from '../domain/tally/day-clock.ts';
import type { CommitmentDay } from '../domain/tally/day-run.ts';
import { tallyChanges } from '../domain/tally/tally-change.ts';
import type { AddedRows } from '../store/copy-rows.ts';
import { toDayChanges } from '../store/day-change.ts';
import { toDayMarks } from '../store/day-mark.ts';
import type { SourceScope } from '../store/event.ts';
import type { ObligationRow } from '../store/obligation.ts';
import { toTallied } from '../store/tallied-obligation.ts';
import type { ObligationChanges } from './update-obligations.ts';

/** Days that are read all the time: changes of others could gather for long before anybody stores them with their day. */
const RECENT_DAYS = 30;
/** Of more than so many obligations or days it costs less to tally the days anew, once for all batches of a file. */
const MOST_OBLIGATIONS = 1_000;
const MOST_ROWS = 24;

/** What days come to know of changed obligations, as rows: what exactly has changed where that is little and recent, else that they are to be tallied anew. */
export function toDayRows(scope: SourceScope, clock: DayClock, changes: ObligationChanges, now: Instant): AddedRows {
  const { added, changed, replaced, gone } = changes;
  const count = added.length + changed.length + replaced.length + gone.length;
  const days = listAskedDays(clock, changes);
  const firstDay = clock.dayOf(now) - RECENT_DAYS;
  if (count <= MOST_OBLIGATIONS && days.every(({ day }) => day >= firstDay)) {
    const toObligations = (rows: readonly ObligationRow[]) => rows.map((row) => toTallied(scope.sourceId, row));
    const found = tallyChanges(toObligations([...added, ...changed]), toObligations([...replaced, ...gone]), clock);
    if (found.length <= MOST_ROWS) return toDayChanges(scope.companyId, found);
  }
  return toDayMarks(scope.companyId, days);
}

/** Marks of all their days. */
export const toMarks = ({ companyId }: SourceScope, clock: DayClock, changes: ObligationChanges): AddedRows =>
  toDayMarks(companyId, listAskedDays(clock, changes));

/** The days on which obligations were asked, each once. */
function listAskedDays(clock: DayClock, { added, changed, replaced, gone }: ObligationChanges): CommitmentDay[] {
  const found = new Map<string, Set<Day>>();
  for (const rows of [added, changed, replaced, gone]) {
    for (const { commitment_id: commitmentId, asked_at: askedAt } of rows) {
      const days = found.get(commitmentId) ?? new Set();
      found.set(commitmentId, days.add(clock.dayOf(askedAt)));
    }
  }
  return [...found].flatMap(([commitmentId, days]) => [...days].map((day) => ({ commitmentId, day })));
}
