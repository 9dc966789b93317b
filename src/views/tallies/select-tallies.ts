import { sql } from 'kysely';
import type { Tally } from '../../domain/tally/tally.ts';
import type { TallyChange } from '../../domain/tally/tally-change.ts';
import { changesOf, toTallyChange } from '../../store/day-change.ts';
import { prepared } from '../../store/prepared.ts';
import { fromJsonRow, type JsonTallyRow, jsonColumns, TALLY_COLUMNS, toTally } from '../../store/tally-row.ts';
import { readTogether } from '../read-together.ts';
import type { Reader } from '../reader.ts';
import { getTallyMemory } from './tally-memory.ts';
import type { TallyRange } from './tally-range.ts';

/** `counts` leaves out the seconds that people waited, which percentiles need: they are nearly all of a tally's bytes. */
export type TallyDepth = 'counts' | 'whole';

/** The tallies of a range as they are stored, and what has changed in their days since: as of one moment. */
export interface StoredTallies {
  readonly tallies: readonly Tally[];
  readonly changes: readonly TallyChange[];
}

/** So many whole ones come at once that the thread is free again for others after a few milliseconds. */
const ROWS_AT_ONCE = 40;

export async function selectTallies(db: Reader, range: TallyRange, depth: TallyDepth): Promise<StoredTallies> {
  const wanted = new Set(range.commitmentIds);
  const { tallies, changes } = await (depth === 'counts' ? selectCounts(db, range) : selectWhole(db, range));
  return { tallies, changes: changes.filter(({ commitmentId }) => wanted.has(commitmentId)) };
}

async function selectCounts(db: Reader, range: TallyRange): Promise<StoredTallies> {
  const { tallies, changes } = await readTogether(db, {
    tallies: sql<JsonTallyRow>`select ${jsonColumns(false)} from day_tally where ${isIn(range)}`,
    changes: changesOf(range.company.id, range, false),
  });
  return { tallies: tallies.map(fromJsonRow), changes: changes.map(toTallyChange) };
}

/** Those that were read before come from memory. */
async function selectWhole(db: Reader, range: TallyRange): Promise<StoredTallies> {
  const { revisions, changes } = await readTogether(db, {
    revisions: sql<{ revision: string }>`select revision from day_tally where ${isIn(range)}`,
    changes: changesOf(range.company.id, range, true),
  });
  const memory = getTallyMemory(db);
  memory.begin();
  const tallies: Tally[] = [];
  const missing: string[] = [];
  for (const { revision } of revisions) {
    const held = memory.get(revision);
    if (held === undefined) missing.push(revision);
    else tallies.push(held);
  }
  for (let from = 0; from < missing.length; from += ROWS_AT_ONCE) {
    const chunk = missing.slice(from, from + ROWS_AT_ONCE);
    const found = await readWhole(db, range, chunk);
    // Another reader has tallied a day anew since the list was made: read what there is now.
    if (found.length < chunk.length) return selectWhole(db, range);
    tallies.push(...found);
  }
  return { tallies, changes: changes.map(toTallyChange) };
}

const isIn = ({ company, commitmentIds, fromDay, toDay }: TallyRange) => sql<boolean>`
  company_id = ${company.id} and commitment_id = any(${[...commitmentIds]}::text[]) and day between ${fromDay} and ${toDay}`;

async function readWhole(db: Reader, range: TallyRange, revisions: readonly string[]): Promise<Tally[]> {
  const rows = await db
    .selectFrom('day_tally')
    .modifyFront(prepared)
    .select([...TALLY_COLUMNS, 'revision'])
    .where(isIn(range))
    .where(sql<boolean>`revision = any(${[...revisions]}::text[])`)
    .execute();
  return rows.map((row) => {
    const tally = toTally(row);
    getTallyMemory(db).keep(range.company.id, row.revision, tally);
    return tally;
  });
}
