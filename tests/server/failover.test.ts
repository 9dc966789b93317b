import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type OpenDatabase, openDatabase } from '../../src/store/database.ts';
import { migrateToLatest } from '../../src/store/migrate.ts';
import { makeKey } from '../support/api-key.ts';
import { makeSynchronous, queryOn, type Server, startPrimary, startStandby, WITHOUT_DEBIAN_POSTGRES } from '../support/debian-postgres.ts';
import { EventSender } from '../support/event-sender.ts';
import { makeMeasuredCompany } from '../support/measured-company.ts';
import { type Product, startProduct } from '../support/product.ts';
import { readRecorded, rejudgeFromEvents } from '../support/recorded.ts';
import { getPage, makeOwner, sendForm, signIn } from '../support/signed-in.ts';
import { StreamClient } from '../support/stream-client.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { waitUntil } from '../support/wait-until.ts';

describe('a primary that is killed, and its standby promoted', { skip: WITHOUT_DEBIAN_POSTGRES }, () => {
  const parts: { close(): Promise<unknown> }[] = [];
  const keep = <Part>(part: Part, close: (part: Part) => Promise<unknown>): Part => {
    parts.unshift({ close: () => close(part) });
    return part;
  };
  let [primary, standby]: [Server?, Server?] = [];
  let toPrimary: TcpProxy;
  let database: OpenDatabase;
  let product: Product;
  let company: Awaited<ReturnType<typeof makeMeasuredCompany>>;
  let [key, email, databaseUrl] = ['', '', ''];

  before(async () => {
    primary = keep(await startPrimary(), (server) => server.remove());
    standby = keep(await startStandby(primary), (server) => server.remove());
    await makeSynchronous(primary);
    // Stands for what leads to the primary of the day: a virtual address, HAProxy, or Patroni's.
    toPrimary = keep(await TcpProxy.open([primary.port]), (proxy) => proxy.close());
    databaseUrl = `postgres://postgres@127.0.0.1:${toPrimary.port}/postgres`;
    database = keep(await openDatabase({ databaseUrl, dataDir: '' }), (opened) => opened.close());
    await migrateToLatest(database.direct);
    company = await makeMeasuredCompany(database.db);
    ({ key } = await makeKey(database.db, company));
    ({ email } = await makeOwner(database.db, company.id));
    const env = { DATABASE_URL: databaseUrl, DATABASE_READ_URL: standby.url };
    product = keep(await startProduct({ env }), (started) => started.stop());
  });
  after(async () => {
    for (const part of parts) await part.close();
  });

  test('no acknowledged event is lost, and the same process goes on: sessions, live updates, figures and mails', async () => {
    const cookie = await signIn(product.url, email);
    const stream = await StreamClient.open(`${product.url}/live/${company.slug}`);
    const senders = ['a', 'b', 'c'].map((name) => keep(new EventSender(name, product.url, key), (sender) => sender.stop()));
    const countAcknowledged = () => senders.flatMap(({ acknowledged }) => acknowledged).length;
    await waitUntil(() => countAcknowledged() > 400);
    // A standby that is behind is left alone for a while, but not when it is all there is.
    await queryOn(standby?.url ?? '', 'select pg_wal_replay_pause()');
    assert.equal((await getPage(`${product.url}/${company.slug}`)).status, 200);
    await primary?.kill();
    const before = countAcknowledged();
    // Public figures are read from what is left.
    for (const window of ['7d', '90d', '12m']) {
      const { status } = await getPage(`${product.url}/${company.slug}?window=${window}`);
      assert.equal(status, 200, product.output());
    }
    await queryOn(standby?.url ?? '', 'select pg_wal_replay_resume()');
    await queryOn(standby?.url ?? '', 'select pg_promote()');
    toPrimary.switchTo([standby?.port ?? 0]);
    await waitUntil(() => countAcknowledged() > before + 400);
    await Promise.all(senders.map((sender) => sender.stop()));
    // Meanwhile they were told to come again.
    assert.deepEqual([...new Set(senders.flatMap(({ refusals }) => [...refusals]))], [503]);

    const rows = await database.db.selectFrom('event').select('id').where('company_id', '=', company.id).execute();
    const kept = new Set(rows.map(({ id }) => id));
    assert.deepEqual(
      senders.flatMap(({ acknowledged }) => acknowledged).filter((id) => !kept.has(id)),
      [],
    );
    assert.deepEqual((await readRecorded(database.db, company.scope)).obligations, await rejudgeFromEvents(database.db, company.scope));

    assert.equal((await getPage(`${product.url}/app/${company.slug}`, cookie)).status, 200);
    assert.equal((await fetch(`${product.url}/healthz`)).status, 200);
    for (let block = await stream.next(); !block?.startsWith('event: changed'); block = await stream.next()) assert.ok(block !== undefined);
    await stream.close();
    await sendForm(`${product.url}/sign-up?_action=requestSignUp`, { email: 'newcomer@example.net' });
    await waitUntil(() => product.output().includes('A mail was written'));
  });
});
