import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import type { Tally } from '../../src/domain/tally/tally.ts';
import { toTallyRow } from '../../src/store/tally-row.ts';
import { sumsOf, toTallySum } from '../../src/views/tallies/select-sums.ts';
import { makeCompany, TEST_NOW } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';
import { EMPTY_TALLY } from '../support/empty-tally.ts';

const LAST_DAY = 400;
const MONTH = { fromDay: LAST_DAY - 29, toDay: LAST_DAY };

onEachDatabase('views/tallies/select-sums', (open) => {
  test('waits are told one by one on days that are not all breached, and counted on the others', async () => {
    const { db } = await open();
    const { id: companyId } = await makeCompany(db);
    const waits = [[TEST_NOW - 2, TEST_NOW - 1], [TEST_NOW - 1, TEST_NOW], [TEST_NOW + 5, Number.POSITIVE_INFINITY], []];
    const tallies = waits.map((breachAt, index) => makeTally(LAST_DAY - index, breachAt));
    const elsewhere = [makeTally(MONTH.fromDay - 1, [1]), makeTally(MONTH.toDay + 1, [TEST_NOW + 9])];
    const rows = [...tallies, ...elsewhere].map((tally) => toTallyRow(companyId, tally));
    await db.insertInto('day_tally').values(rows).execute();
    const found = await sumsOf(companyId, MONTH, TEST_NOW).execute(db);
    const [sum] = found.rows.map(toTallySum);
    assert.equal(found.rows.length, 1);
    assert.deepEqual([sum?.met, sum?.late, sum?.overdue], [4 * 24, 0, 2]);
    assert.deepEqual([...(sum?.breachAt.toSorted() ?? [])], [TEST_NOW - 1, TEST_NOW, TEST_NOW + 5, Number.POSITIVE_INFINITY]);
  });

  test('days can be added up from their index alone', async () => {
    const { db } = await open();
    const { id: companyId } = await makeCompany(db);
    const rows = await db.transaction().execute(async (trx) => {
      // Of an empty table PostgreSQL would read all there is.
      await sql`select set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true)`.execute(trx);
      return (await sql<{ 'QUERY PLAN': string }>`explain (costs off) ${sumsOf(companyId, MONTH, TEST_NOW)}`.execute(trx)).rows;
    });
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    assert.match(plan, /Index Only Scan using day_tally_\d_pkey on day_tally_\d day_tally\s+Index Cond: .*company_id = .*day >= .*day <= /);
  });
});

/** A tally of one message an hour that was answered in time, and of waits. */
const makeTally = (day: number, breachAt: number[]): Tally => ({
  ...EMPTY_TALLY,
  day,
  metByHour: new Int32Array(24).fill(1),
  waited: new Int32Array(24),
  staffed: new Int32Array(24),
  breachAt: Float64Array.from(breachAt),
  breachHour: new Uint8Array(breachAt.length),
});
