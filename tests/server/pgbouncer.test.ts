import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type OpenDatabase, openDatabase } from '../../src/store/database.ts';
import { makeKey } from '../support/api-key.ts';
import {
  queryOn,
  type Server,
  startPgbouncer,
  startPrimary,
  WITHOUT_DEBIAN_POSTGRES,
  WITHOUT_PGBOUNCER,
} from '../support/debian-postgres.ts';
import { EventSender } from '../support/event-sender.ts';
import { makeMeasuredCompany } from '../support/measured-company.ts';
import { type Product, startProduct } from '../support/product.ts';
import { readRecorded, rejudgeFromEvents } from '../support/recorded.ts';
import { getPage, makeOwner, sendForm, signIn } from '../support/signed-in.ts';
import { StreamClient } from '../support/stream-client.ts';
import { waitUntil } from '../support/wait-until.ts';

describe('through pgbouncer, which hands out connections by the transaction', {
  skip: WITHOUT_DEBIAN_POSTGRES || WITHOUT_PGBOUNCER,
}, () => {
  let [server, pooler, database]: [Server?, Server?, OpenDatabase?] = [];
  let instances: Product[] = [];

  before(async () => {
    server = await startPrimary();
    pooler = await startPgbouncer(server);
  });
  after(async () => {
    await Promise.all(instances.map((instance) => instance.stop()));
    await database?.close();
    await pooler?.remove();
    await server?.remove();
  });

  test('two instances migrate, record, tell each other, send mails and answer, on three connections of the server', async () => {
    assert.ok(server && pooler);
    const env = { DATABASE_URL: pooler.url, DATABASE_DIRECT_URL: server.url };
    instances = await Promise.all([startProduct({ env }), startProduct({ env })]);
    const [here, there] = instances as [Product, Product];
    database = await openDatabase({ databaseUrl: server.url, dataDir: '' });
    const company = await makeMeasuredCompany(database.db);
    const { key } = await makeKey(database.db, company);
    const { email } = await makeOwner(database.db, company.id);
    const cookie = await signIn(here.url, email);
    assert.equal((await getPage(`${there.url}/app/${company.slug}`, cookie)).status, 200);

    const stream = await StreamClient.open(`${there.url}/live/${company.slug}`);
    const senders = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => new EventSender(name, here.url, key));
    await waitUntil(() => senders.every(({ acknowledged }) => acknowledged.length > 100));
    await Promise.all(senders.map((sender) => sender.stop()));
    assert.deepEqual(
      senders.map(({ failures }) => failures),
      [0, 0, 0, 0, 0, 0],
    );
    for (let block = await stream.next(); !block?.startsWith('event: changed'); block = await stream.next()) assert.ok(block !== undefined);
    await stream.close();
    const { obligations } = await readRecorded(database.db, company.scope);
    assert.deepEqual(obligations, await rejudgeFromEvents(database.db, company.scope));

    await sendForm(`${there.url}/sign-up?_action=requestSignUp`, { email: 'newcomer@example.net' });
    await waitUntil(() => instances.some((instance) => instance.output().includes('A mail was written')));
    for (const { url } of instances) assert.equal((await getPage(`${url}/${company.slug}`)).status, 200);
    // Each instance holds one connection past the pooler, on which it listens.
    const listening = await queryOn(
      server.url,
      "select from pg_stat_activity where query ilike 'listen %' and backend_type = 'client backend'",
    );
    assert.equal(listening.length, 2);
  });
});
