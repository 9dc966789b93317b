import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { COMPANY_CHANGED, notifyCompanyChanged } from '../../src/store/change-notice.ts';
import { openDatabase } from '../../src/store/database.ts';
import { queryOn } from '../support/debian-postgres.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { createPostgresDatabase } from '../support/test-databases.ts';
import { waitUntil } from '../support/wait-until.ts';

test('a connection that ends between two statements fails its transaction, and the next one goes on', async (context) => {
  const { url, drop } = await createPostgresDatabase();
  context.after(drop);
  const database = await openDatabase({ databaseUrl: url, dataDir: '' });
  const readPid = async (db: Pick<typeof database, 'db'>['db']) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
    return rows[0]?.pid ?? 0;
  };
  await assert.rejects(
    database.db.transaction().execute(async (trx) => {
      const pid = await readPid(trx);
      await queryOn(url, `select pg_terminate_backend(${pid}, 5000)`);
      await waitUntil(() =>
        readPid(trx).then(
          () => false,
          () => true,
        ),
      );
      await readPid(trx);
    }),
  );
  assert.ok((await readPid(database.db)) > 0);
  await database.close();
});

test('who listens comes back by itself after an outage, once, and is told that anything may have changed', async (context) => {
  const { url, drop } = await createPostgresDatabase();
  context.after(drop);
  const port = Number(new URL(url).port);
  const proxy = await TcpProxy.open([port]);
  const proxied = new URL(url);
  proxied.port = String(proxy.port);
  const database = await openDatabase({ databaseUrl: proxied.href, dataDir: '' });
  const told: string[] = [];
  await database.listen(COMPANY_CHANGED, (payload) => told.push(payload));
  proxy.switchTo([]);
  // Four tries in vain.
  await waitUntil(() => proxy.refused >= 4);
  proxy.switchTo([port]);
  await waitUntil(() => told.includes('*'));
  await database.db.transaction().execute((trx) => notifyCompanyChanged(trx, 7));
  await waitUntil(() => told.includes('7'));
  assert.deepEqual(told, ['*', '7']);
  const listening = await queryOn(url, "select from pg_stat_activity where query ilike 'listen %' and datname = current_database()");
  assert.equal(listening.length, 1);
  await database.close();
  await proxy.close();
});
