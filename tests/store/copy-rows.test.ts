import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sql } from 'kysely';
import { copyRows } from '../../src/store/copy-rows.ts';
import type { Database } from '../../src/store/database.ts';
import { isConflict } from '../../src/store/retry-conflicts.ts';
import { makeCompany } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';

const COLUMNS = ['company_id', 'id', 'kind', 'handle', 'created_at'];

onEachDatabase('store/copy-rows', (open) => {
  const prepare = async () => {
    const { db } = await open();
    const { id: companyId } = await makeCompany(db);
    const copyHandles = (given: Database, handles: readonly string[]) =>
      given
        .transaction()
        .execute((trx) =>
          copyRows(trx, { table: 'channel', columns: COLUMNS, rows: handles.map((handle, i) => [companyId, `c${i}`, 'x', handle, 0]) }),
        );
    const readHandles = async () => {
      const rows = await db.selectFrom('channel').select(['id', 'handle']).where('company_id', '=', companyId).execute();
      return rows.sort((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1))).map(({ handle }) => handle);
    };
    return { db, companyId, copyHandles, readHandles };
  };

  test('whatever is in a text arrives as it is', async () => {
    const { db, companyId, copyHandles, readHandles } = await prepare();
    const text = fc.oneof(
      fc.constantFrom('\\N', '\\.', '\\', 'a\tb', 'a\nb', 'a\r\nb', '\\t', '', ' ', '"', "'", ','),
      fc.string({ unit: 'binary' }).filter((given) => given.isWellFormed() && !given.includes('\0')),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 20 }), async (handles) => {
        await db.deleteFrom('channel').where('company_id', '=', companyId).execute();
        await copyHandles(db, handles);
        assert.deepEqual(await readHandles(), handles);
      }),
      { numRuns: 50 },
    );
  });

  test('each of two that are asked for at once brings its own rows, however many', async () => {
    const { db } = await prepare();
    const makeRows = (kind: string) => Array.from({ length: 5_000 }, (_, i) => [kind, `${i} of ${kind}, ${'é'.repeat(50)}`]);
    await db.transaction().execute(async (trx) => {
      await sql`create temporary table copied (kind text, value text) on commit drop`.execute(trx);
      const copyKind = (kind: string) => copyRows(trx, { table: 'copied' as 'channel', columns: ['kind', 'value'], rows: makeRows(kind) });
      await Promise.all(['first', 'second'].map(copyKind));
      const { rows } = await sql<{ kind: string; value: string }>`select * from copied`.execute(trx);
      assert.deepEqual(
        rows.map(({ kind, value }) => [kind, value]),
        ['first', 'second'].flatMap(makeRows),
      );
    });
  });

  test('numbers, truth and nothing keep their kind', async () => {
    const { db } = await prepare();
    await db.transaction().execute(async (trx) => {
      await sql`create temporary table copied (number int8, is_true boolean, is_false boolean, nothing text) on commit drop`.execute(trx);
      const columns = ['number', 'is_true', 'is_false', 'nothing'];
      await copyRows(trx, { table: 'copied' as 'channel', columns, rows: [[-5_000_000_000, true, false, null]] });
      const { rows } = await sql`select * from copied`.execute(trx);
      assert.deepEqual(rows, [{ number: -5_000_000_000, is_true: true, is_false: false, nothing: null }]);
    });
  });

  test('a row that exists is a conflict, and the connection stays of use', async () => {
    const { db, copyHandles, readHandles } = await prepare();
    await copyHandles(db, ['first']);
    await assert.rejects(copyHandles(db, ['again', 'another']), (error) => isConflict(error));

    assert.deepEqual(await readHandles(), ['first']);
    await db.connection().execute(async (one) => {
      for (let i = 0; i < 3; i++) {
        await assert.rejects(copyHandles(one, ['again']));
        assert.deepEqual((await sql`select 1 as one`.execute(one)).rows, [{ one: 1 }]);
      }
    });
  });

  test('a copy into what does not exist says so, and the connection stays of use', async () => {
    const { db } = await prepare();
    await db.connection().execute(async (one) => {
      const nowhere = { table: 'nowhere' as 'channel', columns: ['id'], rows: [['x'.repeat(300_000)]] };
      await assert.rejects(
        one.transaction().execute((trx) => copyRows(trx, nowhere)),
        /nowhere/,
      );
      assert.deepEqual((await sql`select 1 as one`.execute(one)).rows, [{ one: 1 }]);
    });
  });

  test('several tables are copied at once; when one fails nothing of any is there', async () => {
    const { db, companyId } = await prepare();
    const channel = { table: 'channel' as const, columns: COLUMNS, rows: [[companyId, 'c0', 'x', 'ours', 0]] };
    const marks = {
      table: 'day_mark' as const,
      columns: ['company_id', 'commitment_id', 'from_day', 'to_day'],
      rows: [[companyId, 'first', 7, 8]],
    };
    const none = { ...marks, rows: [] };
    const count = async () => {
      const { rows } = await sql<{ count: number }>`
        select (select count(*) from channel where company_id = ${companyId}) + (select count(*) from day_mark where company_id = ${companyId})
          as count`.execute(db);
      return Number(rows[0]?.count);
    };
    for (const bad of [
      [channel, { ...marks, rows: [[companyId, 'first', 'no number', 8]] }],
      [{ ...channel, rows: [[companyId, 'c0', 'x', 'ours', 'never']] }, marks],
    ]) {
      await assert.rejects(db.transaction().execute((trx) => copyRows(trx, ...bad)));
      assert.equal(await count(), 0);
    }
    await db.transaction().execute((trx) => copyRows(trx, channel, none, marks));
    assert.equal(await count(), 2);
  });
});
