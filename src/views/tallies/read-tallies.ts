import type { Instant } from '../../domain/instant.ts';
import type { Tally } from '../../domain/tally/tally.ts';
import type { Reader } from '../reader.ts';
import { listMarkedDays, refreshTallies } from './refresh-tallies.ts';
import { listRuns, tallyRun } from './tally-days.ts';
import type { TallyRange } from './tally-range.ts';
import { toTally } from './tally-row.ts';

/** The tallies of a range as they stand at `now`: marked days are tallied first, so that no reader sees old figures. */
export async function readTallies(db: Reader, range: TallyRange, now: Instant): Promise<Tally[]> {
  if (range.commitmentIds.length === 0) return [];
  const marked = await listMarkedDays(db, range);
  if (marked.length > 0) await refreshTallies(db, range.company.id, marked);
  const tallies = await selectTallies(db, range);
  return withoutFuture(db, range, tallies, now);
}

async function selectTallies(db: Reader, { company, commitmentIds, fromDay, toDay }: TallyRange): Promise<Tally[]> {
  const rows = await db
    .selectFrom('day_tally')
    .selectAll()
    .where('company_id', '=', company.id)
    .where('commitment_id', 'in', commitmentIds)
    .where('day', '>=', fromDay)
    .where('day', '<=', toDay)
    .execute();
  return rows.map(toTally);
}

/** Events may be dated up to five minutes ahead. A day that holds one is tallied for this reader alone, without what is yet to happen. */
async function withoutFuture(db: Reader, range: TallyRange, tallies: Tally[], now: Instant): Promise<Tally[]> {
  const early = tallies.filter(({ settledAt }) => settledAt > now);
  if (early.length === 0) return tallies;
  const days = new Set(early.map(nameDay));
  const tallied = await Promise.all(listRuns(early).map((run) => tallyRun(db, range.company, run, now)));
  return [...tallies.filter((tally) => !days.has(nameDay(tally))), ...tallied.flat().filter((tally) => days.has(nameDay(tally)))];
}

const nameDay = ({ commitmentId, day }: Tally): string => JSON.stringify([commitmentId, day]);
