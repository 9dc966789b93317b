import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { sql } from 'kysely';
import { recordEvents } from '../../src/commands/record-events.ts';
import { COMPANY_CHANGED, notifyCompanyChanged } from '../../src/store/change-notice.ts';
import { type Database, type OpenDatabase, openDatabase } from '../../src/store/database.ts';
import { migrateToLatest } from '../../src/store/migrate.ts';
import { findCompanyReport } from '../../src/views/find-company-report.ts';
import { makeContext, TEST_NOW } from '../support/context.ts';
import { queryOn, type Server, startPrimary, startStandby, WITHOUT_DEBIAN_POSTGRES } from '../support/debian-postgres.ts';
import { makeMeasuredCompany } from '../support/measured-company.ts';
import { waitUntil } from '../support/wait-until.ts';

describe('store/standby', { skip: WITHOUT_DEBIAN_POSTGRES }, () => {
  let [primary, standby]: [Server?, Server?] = [];
  let database: OpenDatabase;
  let company: Awaited<ReturnType<typeof makeMeasuredCompany>>;
  /** Who waits to be told of the next change. */
  let onChange: () => void = () => {};

  before(async () => {
    primary = await startPrimary();
    standby = await startStandby(primary);
    database = await openDatabase({ databaseUrl: primary.url, databaseReadUrl: standby.url, dataDir: '' });
    await migrateToLatest(database.direct);
    await database.listen(COMPANY_CHANGED, () => onChange());
    company = await makeMeasuredCompany(database.db);
  });
  after(async () => {
    await database?.close();
    await Promise.all([standby?.remove(), primary?.remove()]);
  });

  const onStandby = (statement: string) => queryOn(standby?.url ?? '', statement);

  /** What the company is called, and who says so. */
  const readName = async (db: Database) => {
    const { rows } = await sql<{ name: string; isStandby: boolean }>`
      select name, pg_is_in_recovery() as "isStandby" from company where id = ${company.id}`.execute(db);
    return rows[0];
  };

  /** Names the company anew and waits to be told, as every instance is. */
  const rename = async (name: string) => {
    const told = Promise.withResolvers<void>();
    onChange = told.resolve;
    await database.db.transaction().execute(async (trx) => {
      await trx.updateTable('company').set({ name }).where('id', '=', company.id).execute();
      await notifyCompanyChanged(trx, company.id);
    });
    await told.promise;
  };

  const isStandbyRead = async () => (await database.read(readName))?.isStandby === true;

  test('a standby that follows at a distance is waited for, so that nobody reads what was before the change that they heard of', async () => {
    await onStandby("alter system set recovery_min_apply_delay = '30ms'");
    await onStandby('select pg_reload_conf()');
    await waitUntil(isStandbyRead);
    for (let change = 0; change < 20; change++) {
      await rename(`Change ${change}`);
      assert.deepEqual(await database.read(readName), { name: `Change ${change}`, isStandby: true });
    }
    await onStandby('alter system reset recovery_min_apply_delay');
    await onStandby('select pg_reload_conf()');
  });

  test('one that does not come along is passed over until it has caught up', async () => {
    await onStandby('select pg_wal_replay_pause()');
    await waitUntil(async () => (await onStandby('select pg_get_wal_replay_pause_state() as state'))[0]?.state === 'paused');
    await rename('While it stood still');
    assert.deepEqual(await database.read(readName), { name: 'While it stood still', isStandby: false });
    await onStandby('select pg_wal_replay_resume()');
    await waitUntil(isStandbyRead);
    assert.deepEqual(await database.read(readName), { name: 'While it stood still', isStandby: true });
  });

  test('a report is tallied by the standby where little has changed, and where much has by the primary, which keeps the tallies', async () => {
    const ctx = makeContext(database.db, { actor: { kind: 'system' } });
    let sent = 0;
    /** Questions that were answered in time, one on each of so many days. @param ago how many days the last of them is over */
    const record = async (days: number, ago = 0) => {
      const events = Array.from({ length: days }, (_, day) => {
        const conversation = `c${sent++}`;
        const askedAt = TEST_NOW - (ago + day) * 86_400 - 600;
        const event = { conversation, channel: 'x' };
        return [
          { ...event, id: `${conversation}-asked`, type: 'customer-message', at: askedAt },
          { ...event, id: `${conversation}-answered`, type: 'agent-reply', at: askedAt + 300 },
        ];
      });
      const told = Promise.withResolvers<void>();
      onChange = told.resolve;
      await recordEvents(ctx, company.scope, events.flat());
      await told.promise;
    };
    const countMet = async () => {
      const report = await database.read((db) => findCompanyReport(db, company.slug, '90d', TEST_NOW));
      return report?.figures.commitments[0]?.judgement.counts.met;
    };
    const countUntallied = async () => {
      const count = async (table: 'day_mark' | 'day_change') =>
        (await database.db.selectFrom(table).select('id').where('company_id', '=', company.id).execute()).length;
      return { marks: await count('day_mark'), changes: await count('day_change') };
    };
    await waitUntil(isStandbyRead);
    await record(1);
    assert.equal(await countMet(), 1);
    assert.ok((await countUntallied()).changes > 0, 'the standby was asked, which cannot keep tallies');
    await record(5, 40);
    assert.equal(await countMet(), 6);
    assert.ok((await countUntallied()).marks > 0, 'the standby was asked again');
    await record(60);
    assert.equal(await countMet(), 66);
    assert.deepEqual(await countUntallied(), { marks: 0, changes: 0 }, 'the primary was asked');
    assert.equal(await countMet(), 66);
  });

  test('when it is gone the primary answers, and when it was made a primary of its own it is not asked', async () => {
    await waitUntil(isStandbyRead);
    await onStandby('select pg_promote()');
    await onStandby("update company set name = 'Elsewhere'");
    await rename('At home');
    assert.deepEqual(await database.read(readName), { name: 'At home', isStandby: false });
    await standby?.kill();
    await rename('Alone');
    assert.deepEqual(await database.read(readName), { name: 'Alone', isStandby: false });
  });
});
