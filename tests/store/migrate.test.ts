import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { findNewestMigration, migrateToLatest } from '../../src/store/migrate.ts';
import { onEachDatabase } from '../support/database.ts';

onEachDatabase('store/migrate', (open) => {
  test('a database that has all migrations is left as it is', async () => {
    const { db } = await open();
    const newest = await findNewestMigration(db);
    assert.deepEqual(await migrateToLatest(db), []);
    assert.equal(await findNewestMigration(db), newest);
  });

  test('a database with a migration that this program does not know is refused, however many it has', async () => {
    const { db } = await open();
    const foreign = (trx: typeof db) =>
      sql`update kysely_migration set name = '29990101T0000_of_the_future' where name = (select max(name collate "C") from kysely_migration)`.execute(
        trx,
      );
    await assert.rejects(
      db.transaction().execute(async (trx) => {
        await foreign(trx);
        await migrateToLatest(trx);
      }),
      /29990101T0000_of_the_future/,
    );
  });
});
