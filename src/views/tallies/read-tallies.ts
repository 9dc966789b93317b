import { sql } from 'kysely';
import type { Instant } from '../../domain/instant.ts';
import { type CommitmentDay, listRuns } from '../../domain/tally/day-run.ts';
import type { Tally } from '../../domain/tally/tally.ts';
import { applyChanges } from '../../domain/tally/tally-change.ts';
import type { Reader } from '../reader.ts';
import { listMarkedDays, refreshTallies, settleChanges } from './refresh-tallies.ts';
import { selectTallies, type TallyDepth } from './select-tallies.ts';
import { tallyRun } from './tally-days.ts';
import type { TallyRange } from './tally-range.ts';

/** A standby tallies so many marked days itself each time it is asked; for more it refuses, and the primary tallies them once for all. */
const MOST_DAYS_ON_STANDBY = 50;
/** Every reader looks through the changes of days. Of more than so many the days are stored with them, for all who ask. */
const MOST_CHANGES = 16;

/**
 * The tallies of a range as they stand at `now`: marked days are tallied first and changes of days are added, so that no reader sees old figures.
 * @param known the marked days of the range, for who has read them before.
 */
export async function readTallies(
  db: Reader,
  range: TallyRange,
  now: Instant,
  depth: TallyDepth = 'whole',
  known?: readonly CommitmentDay[],
): Promise<Tally[]> {
  if (range.commitmentIds.length === 0) return [];
  const wanted = new Set(range.commitmentIds);
  const marked = (known ?? (await listMarkedDays(db, range))).filter(({ commitmentId }) => wanted.has(commitmentId));
  const isKept = await refreshWhereKept(db, range.company.id, marked);
  const stored = await selectTallies(db, range, depth);
  const { tallies, changes } = (await settleWhereKept(db, range.company.id, stored.changes))
    ? await selectTallies(db, range, depth)
    : stored;
  const changed = applyChanges(tallies, changes);
  const early = changed.tallies.filter(({ settledAt }) => settledAt > now);
  return tallyAlone(db, range, changed.tallies, [...early, ...changed.unfit, ...(isKept ? [] : marked)], now);
}

/** Tallies marked days for all who ask, and returns whether it did: not where there are none, nor on a standby a few. */
export async function refreshWhereKept(db: Reader, companyId: number, marked: readonly CommitmentDay[]): Promise<boolean> {
  if (marked.length === 0 || (marked.length <= MOST_DAYS_ON_STANDBY && (await isReadOnly(db)))) return false;
  await refreshTallies(db, companyId, marked);
  return true;
}

/**
 * Stores days with their changes, and returns whether it did: where there are many of them, and not on a standby.
 * @param changes the day of each.
 */
export async function settleWhereKept(db: Reader, companyId: number, changes: readonly CommitmentDay[]): Promise<boolean> {
  if (changes.length <= MOST_CHANGES || (await isReadOnly(db))) return false;
  await settleChanges(db, companyId, changes);
  return true;
}

async function isReadOnly(db: Reader): Promise<boolean> {
  const { rows } = await sql<{ isReadOnly: boolean }>`select current_setting('transaction_read_only') = 'on' as "isReadOnly"`.execute(db);
  return rows[0]?.isReadOnly === true;
}

/**
 * Tallies days for this reader alone, without what is yet to happen: those that hold an event dated some minutes ahead, and on a standby those
 * that are marked.
 */
async function tallyAlone(
  db: Reader,
  range: TallyRange,
  tallies: Tally[],
  chosen: readonly CommitmentDay[],
  now: Instant,
): Promise<Tally[]> {
  if (chosen.length === 0) return tallies;
  const days = new Set(chosen.map(nameDay));
  const tallied = await Promise.all(listRuns(chosen).map((run) => tallyRun(db, range.company, run, now)));
  return [
    ...tallies.filter((tally) => !days.has(nameDay(tally))),
    ...tallied.flatMap(({ tallies }) => tallies).filter((tally) => days.has(nameDay(tally))),
  ];
}

const nameDay = ({ commitmentId, day }: CommitmentDay): string => JSON.stringify([commitmentId, day]);
