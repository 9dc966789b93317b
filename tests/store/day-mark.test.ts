import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { listAllMarkedDays, markDays, markedDaysOf, takeMarks } from '../../src/store/day-mark.ts';
import { makeCompany } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';

const COMMITMENTS = ['first', 'next'] as const;
const day = fc.integer({ min: -3, max: 12 });
const marked = fc.array(fc.record({ commitmentId: fc.constantFrom(...COMMITMENTS), day }), { maxLength: 12 });
const span = fc.tuple(day, day).map(([a, b]) => ({ fromDay: Math.min(a, b), toDay: Math.max(a, b) }));

const nameDays = (days: readonly { commitmentId: string; day: number }[]) =>
  days.map(({ commitmentId, day }) => `${commitmentId} ${day}`).sort();
const unique = (names: readonly string[]) => [...new Set(names)];

onEachDatabase('store/day-mark', (open) => {
  test('days that are marked are found once each, and taking a run of them leaves all others', async () => {
    const { db } = await open();
    const company = await makeCompany(db);
    const other = await makeCompany(db);
    await db.transaction().execute((trx) => markDays(trx, other.id, [{ commitmentId: 'first', day: 5 }]));
    await fc.assert(
      fc.asyncProperty(fc.array(marked, { maxLength: 4 }), span, async (batches, { fromDay, toDay }) => {
        await db.deleteFrom('day_mark').where('company_id', '=', company.id).execute();
        await db.transaction().execute(async (trx) => {
          for (const days of batches) await markDays(trx, company.id, days);
          const all = batches.flat();
          const isMeant = ({ day }: { day: number }) => day >= fromDay && day <= toDay;
          const found = await markedDaysOf(company.id, { fromDay, toDay }).execute(trx);
          assert.deepEqual(nameDays(found.rows), unique(nameDays(all.filter(isMeant))));
          const isTaken = (one: { commitmentId: string; day: number }) => one.commitmentId === 'first' && isMeant(one);
          assert.equal(await takeMarks(trx, company.id, { commitmentId: 'first', fromDay, toDay }), all.some(isTaken));
          const left = all.filter((one) => !isTaken(one));
          assert.deepEqual(nameDays(await listAllMarkedDays(trx, company.id)), unique(nameDays(left)));
        });
      }),
      { numRuns: 60 },
    );
    assert.equal((await db.transaction().execute((trx) => listAllMarkedDays(trx, other.id))).length, 1);
  });
});
