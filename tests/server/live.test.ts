import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { recordEvents } from '../../src/commands/record-events.ts';
import { hashSessionId } from '../../src/http/session-adapter.ts';
import { closeServer, listen } from '../../src/server/http-server.ts';
import { insertSession } from '../../src/store/user-session.ts';
import { countedBytes, makeContext, makeMember, TEST_NOW } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';
import { makeMeasuredCompany } from '../support/measured-company.ts';
import { type ServedApp, serveApp } from '../support/served-app.ts';
import { StreamClient } from '../support/stream-client.ts';

/** Sessions end by the machine's own clock. */
const FAR_AHEAD = 4_000_000_000;

onEachDatabase('server/live', (open) => {
  const served: ServedApp[] = [];
  after(() => Promise.all(served.map((one) => one.close())));
  const start = async () => {
    const database = await open();
    const company = await makeMeasuredCompany(database.db);
    const instances = [await serveApp(database), await serveApp(database)] as const;
    served.push(...instances);
    let sent = 0;
    const ask = async (at = TEST_NOW) => {
      sent += 1;
      const event = { id: `m${sent}`, conversation: `c${sent}`, channel: 'x', type: 'customer-message', at };
      const result = await recordEvents(makeContext(database.db, { actor: { kind: 'system' } }), company.scope, [event]);
      assert.equal(result.recorded, 1);
    };
    return { company, instances, ask };
  };

  test('tells each change to who listens, on every instance, and nothing to who listens to another company', async () => {
    const { company, instances, ask } = await start();
    const other = await start();
    const clients = await Promise.all(instances.map(({ url }) => StreamClient.open(`${url}/live/${company.slug}`)));
    const stranger = await StreamClient.open(`${instances[0].url}/live/${other.company.slug}`);
    for (const client of [...clients, stranger]) {
      assert.equal(client.response.headers.get('content-type'), 'text/event-stream; charset=utf-8');
      assert.equal(client.response.headers.get('cache-control'), 'no-cache, no-transform');
      assert.equal(client.response.headers.get('x-accel-buffering'), 'no');
      assert.match((await client.next()) ?? '', /^retry: \d{4}$/);
    }
    await ask();
    const expected = `event: changed\nid: ${TEST_NOW}\ndata: {"company":"${company.slug}","at":"2026-03-02T09:00:00Z"}`;
    for (const client of clients) assert.equal(await client.next(), expected);
    await other.ask();
    assert.match((await stranger.next()) ?? '', new RegExp(`"company":"${other.company.slug}"`));
    await Promise.all([...clients, stranger].map((client) => client.close()));
  });

  test('whoever is told reads what has changed, though the figures were read just before', async () => {
    const { company, instances, ask } = await start();
    const [{ url }] = instances;
    const read = async () => (await fetch(`${url}/api/v1/companies/${company.slug}/compliance`)).text();
    const client = await StreamClient.open(`${url}/live/${company.slug}`);
    await client.next();
    const before = await read();
    await ask();
    assert.match((await client.next()) ?? '', /^event: changed\n/);
    assert.notEqual(await read(), before);
    await client.close();
  });

  test('tells many changes at once as few, never closer than half a second', async () => {
    const { company, instances, ask } = await start();
    const client = await StreamClient.open(`${instances[0].url}/live/${company.slug}`);
    await client.next();
    const arrivals: number[] = [];
    const reading = (async () => {
      for (; arrivals.length < 3; arrivals.push(performance.now())) await client.next();
    })();
    while (arrivals.length < 3) {
      await ask();
      // The database in memory never lets go of the thread by itself.
      await setImmediate();
    }
    await reading;
    const [first = 0, second = 0, third = 0] = arrivals;
    // Both clocks are this process's, but a timer and a socket may be some milliseconds early or late.
    for (const gap of [second - first, third - second]) assert.ok(gap > 400, `${gap} ms`);
    await client.close();
  });

  test('tells who comes back that it may have missed something', async () => {
    const { company, instances } = await start();
    const client = await StreamClient.open(`${instances[0].url}/live/${company.slug}`, { 'Last-Event-ID': '1' });
    await client.next();
    assert.match((await client.next()) ?? '', /^event: changed\n/);
    await client.close();
  });

  test('tells a breach that only time brings', async () => {
    const { company, instances, ask } = await start();
    const [{ url, setNow }] = instances;
    await ask();
    // The promise on x is an hour: at TEST_NOW + 3600 it still runs, a second later it is broken.
    setNow(TEST_NOW + 3_600);
    const client = await StreamClient.open(`${url}/live/${company.slug}`);
    await client.next();
    setNow(TEST_NOW + 3_601);
    assert.match((await client.next()) ?? '', new RegExp(`^event: changed\nid: ${TEST_NOW + 3_601}\n`));
    await client.close();
  });

  test('tells members of the queue, and nobody else', async () => {
    const { company, instances, ask } = await start();
    const [{ url }] = instances;
    const { db } = await open();
    const sessionId = countedBytes(25).toString('hex');
    const { id: userId } = await makeMember(db, company.id, 'agent');
    const seen = { createdAt: TEST_NOW, lastSeenAt: TEST_NOW, expiresAt: FAR_AHEAD, userAgent: 'test', address: '192.0.2.1' };
    await insertSession(db, { idHash: hashSessionId(sessionId), userId, ...seen });
    const headers = { Cookie: `__Host-kept_session=${sessionId}; kept_session=${sessionId}` };
    const client = await StreamClient.open(`${url}/live/${company.slug}/queue`, headers);
    assert.equal(client.response.status, 200);
    assert.equal(client.response.headers.get('access-control-allow-origin'), null);
    await client.next();
    await ask();
    assert.match((await client.next()) ?? '', /^event: changed\n/);
    await client.close();
    assert.equal((await fetch(`${url}/live/${company.slug}/queue`)).status, 401);
  });

  test('ends a member’s stream when its time is over, so that the browser comes back and is asked again who it is', async () => {
    const { company, instances } = await start();
    const [{ app }] = instances;
    const server = createServer((_request, response) =>
      app.live.open({ company, network: 'member', isReturning: false, forSeconds: 0 }, response),
    );
    await listen(server, 0, '127.0.0.1');
    const client = await StreamClient.open(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    assert.match((await client.next()) ?? '', /^retry: /);
    assert.equal(await client.next(), undefined);
    await closeServer(server);
  });

  test('refuses what it cannot serve as problems', async () => {
    const { company, instances } = await start();
    const [{ url }] = instances;
    const missing = await fetch(`${url}/live/no-such-company-here`);
    assert.equal(missing.status, 404);
    assert.partialDeepStrictEqual(await missing.json(), { code: 'not-found' });
    assert.equal((await fetch(`${url}/live/${company.slug}`, { method: 'POST' })).status, 405);
  });

  test('one network holds a bounded number of streams, and gets them back by closing', async () => {
    const { company, instances } = await start();
    const address = `${instances[1].url}/live/${company.slug}`;
    const clients = await Promise.all(Array.from({ length: 30 }, () => StreamClient.open(address)));
    const refused = await fetch(address);
    assert.equal(refused.status, 429);
    assert.equal(refused.headers.get('retry-after'), '60');
    await Promise.all(clients.map((client) => client.close()));
    for (;;) {
      const client = await StreamClient.open(address);
      const { status } = client.response;
      await client.close();
      if (status === 200) break;
    }
  });

  test('ends every stream when the server stops', async () => {
    const { company, instances } = await start();
    const [instance] = instances;
    const client = await StreamClient.open(`${instance.url}/live/${company.slug}`);
    await client.next();
    served.splice(served.indexOf(instance), 1);
    await Promise.all([instance.close(), (async () => assert.equal(await client.next(), undefined))()]);
  });
});
