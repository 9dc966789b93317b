import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Tally } from '../../src/domain/tally/tally.ts';
import { toTally, toTallyRow } from '../../src/store/tally-row.ts';
import { makeCompany, TEST_NOW } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';
import { EMPTY_TALLY } from '../support/empty-tally.ts';

const hours = fc.array(fc.nat({ max: 2 ** 26 }), { minLength: 24, maxLength: 24 }).map((list) => Int32Array.from(list));
const instant = fc.oneof(
  fc.constantFrom(1, 2, TEST_NOW, 2 ** 32, 2 ** 40 + 1, Number.POSITIVE_INFINITY),
  fc.integer({ min: 1, max: 2 ** 33 }),
);
const exclusions = fc.array(
  fc.record(
    { reason: fc.constantFrom('spam', 'abuse'), late: fc.boolean(), count: fc.integer({ min: 1, max: 1_000_000 }) },
    { noNullPrototype: true },
  ),
);
const waits = fc.array(instant, { maxLength: 5 }).map((list) => Float64Array.from(list).sort());

onEachDatabase('store/tally-row', (open) => {
  test('what the database adds days up by says the same as the packed lists', async () => {
    const { db } = await open();
    const { id: companyId } = await makeCompany(db);
    let day = 0;
    await fc.assert(
      fc.asyncProperty(hours, hours, waits, exclusions, async (metByHour, lateByHour, breachAt, exclusions) => {
        day += 1;
        const tally = { ...EMPTY_TALLY, day, metByHour, lateByHour, breachAt, breachHour: new Uint8Array(breachAt.length), exclusions };
        await db.insertInto('day_tally').values(toTallyRow(companyId, tally)).execute();
        const row = await db
          .selectFrom('day_tally')
          .selectAll()
          .where('company_id', '=', companyId)
          .where('day', '=', day)
          .executeTakeFirstOrThrow();
        assert.deepEqual(toTally(row), tally);
        assert.deepEqual([row.met, row.late], [sum(metByHour), sum(lateByHour)]);
        const late = exclusions.filter((one) => one.late);
        assert.deepEqual([row.excluded, row.late_excluded], [count(exclusions), count(late)]);
        assert.equal(row.unanswered, breachAt.length);
        assert.equal(row.last_breach_at, breachAt.length === 0 ? null : Math.min(breachAt.at(-1) ?? 0, Number.MAX_SAFE_INTEGER));
      }),
      { numRuns: 100 },
    );
  });
});

const count = (exclusions: Tally['exclusions']): number => exclusions.reduce((total, { count }) => total + count, 0);

const sum = (numbers: Int32Array): number => numbers.reduce((total, number) => total + number, 0);
