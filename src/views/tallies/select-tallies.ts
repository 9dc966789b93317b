import { sql } from 'kysely';
import type { Tally } from '../../domain/tally/tally.ts';
import { prepared } from '../../store/prepared.ts';
import { toTally } from '../../store/tally-row.ts';
import type { Reader } from '../reader.ts';
import { getTallyMemory } from './tally-memory.ts';
import type { TallyRange } from './tally-range.ts';

/** `counts` leaves out the seconds that people waited, which percentiles need: they are nearly all of a tally's bytes. */
export type TallyDepth = 'counts' | 'whole';

/** So many whole ones come at once that the thread is free again for others after a few milliseconds. */
const ROWS_AT_ONCE = 40;
const COUNT_COLUMNS = [
  'commitment_id',
  'channel_id',
  'metric',
  'version_number',
  'source_id',
  'day',
  'met_by_hour',
  'late_by_hour',
  'breach_at',
  'breach_hour',
  'exclusions',
  'settled_at',
] as const;
const NO_SECONDS = Buffer.alloc(0);

/** The tallies of a range as they are stored. */
export function selectTallies(db: Reader, range: TallyRange, depth: TallyDepth): Promise<Tally[]> {
  return depth === 'counts' ? selectCounts(db, range) : selectWhole(db, range);
}

async function selectCounts(db: Reader, range: TallyRange): Promise<Tally[]> {
  const rows = await select(db, range).select(COUNT_COLUMNS).execute();
  return rows.map((row) => toTally({ ...row, waited: NO_SECONDS, staffed: NO_SECONDS }));
}

/** Those that were read before come from memory. */
async function selectWhole(db: Reader, range: TallyRange): Promise<Tally[]> {
  const revisions = await listRevisions(db, range);
  const memory = getTallyMemory(db);
  const tallies: Tally[] = [];
  const missing: string[] = [];
  for (const revision of revisions) {
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
  return tallies;
}

function select(db: Reader, { company, commitmentIds, fromDay, toDay }: TallyRange) {
  return db
    .selectFrom('day_tally')
    .modifyFront(prepared)
    .where('company_id', '=', company.id)
    .where(sql<boolean>`commitment_id = any(${[...commitmentIds]}::text[])`)
    .where('day', '>=', fromDay)
    .where('day', '<=', toDay);
}

async function listRevisions(db: Reader, range: TallyRange): Promise<string[]> {
  return (await select(db, range).select('revision').execute()).map(({ revision }) => revision);
}

async function readWhole(db: Reader, range: TallyRange, revisions: readonly string[]): Promise<Tally[]> {
  const rows = await select(db, range)
    .select([...COUNT_COLUMNS, 'waited', 'staffed', 'revision'])
    .where(sql<boolean>`revision = any(${[...revisions]}::text[])`)
    .execute();
  return rows.map((row) => {
    const tally = toTally(row);
    getTallyMemory(db).keep(row.revision, tally);
    return tally;
  });
}
