import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { sql } from 'kysely';
import { sendRows } from '../../src/store/copy-rows.ts';
import { type Database, type DatabaseTransaction, type OpenDatabase, openDatabase } from '../../src/store/database.ts';
import { migrateToLatest } from '../../src/store/migrate.ts';
import { pipelined } from '../../src/store/pipelined.ts';
import { isConflict } from '../../src/store/retry-conflicts.ts';
import { makeCompany } from '../support/context.ts';
import { type OpenTestDatabase, onEachDatabase } from '../support/database.ts';

function define(open: OpenTestDatabase): void {
  const prepare = async () => {
    const { db } = await open();
    const { id: companyId } = await makeCompany(db);
    const add = (trx: DatabaseTransaction, id: string) =>
      sql`${pipelined} insert into channel (company_id, id, kind, handle, created_at) values (${companyId}, ${id}, 'x', ${id}, 0)`.execute(
        trx,
      );
    const copy = (trx: DatabaseTransaction, id: string) =>
      sendRows(trx, {
        table: 'channel',
        columns: ['company_id', 'id', 'kind', 'handle', 'created_at'],
        rows: [[companyId, id, 'x', id, 0]],
      });
    const list = async (given: Database | DatabaseTransaction = db) => {
      const rows = await given.selectFrom('channel').select('id').where('company_id', '=', companyId).orderBy('id').execute();
      return rows.map(({ id }) => id);
    };
    return { db, add, copy, list };
  };
  const fail = (trx: DatabaseTransaction) => sql`${pipelined} select 1 / ${0}::int4`.execute(trx);

  test('what is marked is done before what follows, and stays', async () => {
    const { db, add, copy, list } = await prepare();
    const seen = await db.transaction().execute(async (trx) => {
      await add(trx, 'a');
      await copy(trx, 'b');
      const found = await list(trx);
      await add(trx, 'c');
      await copy(trx, 'd');
      return found;
    });
    assert.deepEqual(seen, ['a', 'b']);
    assert.deepEqual(await list(), ['a', 'b', 'c', 'd']);
  });

  test('one that fails says why to the next that is waited for, whatever lies between, and nothing is there', async () => {
    const { db, add, copy, list } = await prepare();
    let cause: unknown;
    const failing = db.transaction().execute(async (trx) => {
      await add(trx, 'a');
      try {
        await fail(trx);
        await add(trx, 'b');
        await copy(trx, 'c');
        await sql`select 1`.execute(trx);
      } catch (error) {
        cause = error;
        throw error;
      }
    });
    await assert.rejects(failing, { code: '22012' });
    assert.equal((cause as { code?: string }).code, '22012');
    assert.deepEqual(await list(), []);
  });

  test('one that fails last fails the commit, and the connection stays of use', async () => {
    const { db, add, copy, list } = await prepare();
    await db.connection().execute(async (one) => {
      for (let i = 0; i < 3; i++) {
        const failing = one.transaction().execute(async (trx) => {
          await add(trx, 'a');
          await fail(trx);
        });
        await assert.rejects(failing, { code: '22012' });
        assert.deepEqual(await list(one), []);
      }
      await one.transaction().execute((trx) => add(trx, 'a'));
      const taken = one.transaction().execute(async (trx) => {
        await copy(trx, 'a');
        await copy(trx, 'b');
      });
      await assert.rejects(taken, (error) => isConflict(error));
      assert.deepEqual(await list(one), ['a']);
    });
  });

  test('who gives a transaction up hears the own reason, even when something has failed on the way', async () => {
    const { db, add, list } = await prepare();
    const reason = new Error('Not any more.');
    const givenUp = db.transaction().execute(async (trx) => {
      await add(trx, 'a');
      await fail(trx).catch(() => {});
      throw reason;
    });
    await assert.rejects(givenUp, reason);
    assert.deepEqual(await list(), []);
  });
}

onEachDatabase('store/pipelined', define);

describe('store/pipelined on PGlite in its own thread', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'kept-pipelined-'));
  let opened: Promise<OpenDatabase> | undefined;
  after(async () => {
    await (await opened)?.close();
    rmSync(dataDir, { recursive: true });
  });
  define(() => {
    opened ??= openDatabase({ dataDir }).then(async (database) => {
      await migrateToLatest(database.db);
      return database;
    });
    return opened;
  });
});
