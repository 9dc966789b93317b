import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { recordEvents } from '../../src/commands/record-events.ts';
import type { Database, OpenDatabase } from '../../src/store/database.ts';
import type { SourceScope } from '../../src/store/event.ts';
import { makeContext, TEST_NOW } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';
import { makeMeasuredCompany } from '../support/measured-company.ts';
import { type ServedApp, serveApp } from '../support/served-app.ts';

const HOUR = 3_600;

/** Records `count` conversations on `x` that were asked at `askedAt` and answered after `answeredAfter` seconds, or not. */
async function record(db: Database, scope: SourceScope, count: number, answeredAfter: number | null, askedAt = TEST_NOW - 5 * HOUR) {
  const events = Array.from({ length: count }, (_, index) => {
    const conversation = `${askedAt}-${answeredAfter}-${index}`;
    const asked = { id: `${conversation}-asked`, conversation, channel: 'x', type: 'customer-message', at: askedAt };
    if (answeredAfter === null) return [asked];
    return [asked, { id: `${conversation}-answered`, conversation, channel: 'x', type: 'agent-reply', at: askedAt + answeredAfter }];
  }).flat();
  const result = await recordEvents(makeContext(db, { actor: { kind: 'system' } }), scope, events);
  assert.equal(result.recorded, events.length);
}

/** Asks until the answer is as wanted, for at most two seconds. */
async function poll(ask: () => Promise<string>, wanted: RegExp): Promise<void> {
  const until = performance.now() + 2_000;
  for (;;) {
    const answer = await ask();
    if (wanted.test(answer)) return;
    if (performance.now() > until) assert.match(answer, wanted);
    await delay(20);
  }
}

const readText = async (address: string): Promise<string> => (await fetch(address)).text();

onEachDatabase('server/badge', (open) => {
  const served: ServedApp[] = [];
  after(() => Promise.all(served.map((one) => one.close())));
  const serve = async (database: OpenDatabase, now?: number) => {
    const app = await serveApp(database, now);
    served.push(app);
    return app;
  };

  test('a channel’s badge tells promise, result, and in its title all that a figure carries', async () => {
    const database = await open();
    const { slug, name, scope } = await makeMeasuredCompany(database.db);
    await record(database.db, scope, 19, 60);
    await record(database.db, scope, 1, 2 * HOUR);
    const { url } = await serve(database);
    const response = await fetch(`${url}/badge/${slug}/x.svg?window=7d`);
    const svg = await response.text();
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-type'), 'image/svg+xml; charset=utf-8');
    assert.match(svg, />X @acme</);
    assert.match(svg, />within 1 hour, 9 of 10 times</);
    assert.match(svg, />kept so far · 95\u00a0%</);
    const title = /<title>(.*)<\/title>/.exec(svg)?.[1] ?? '';
    assert.ok(title.startsWith(`${name}, X @acme. A person answers within 1 hour, 9 of 10 times, day and night. Kept so far: 19 of 20`));
    for (const part of ['the last 7 days', 'Evidence: reported 20.', 'Computed 2026-03-02 09:00:00 UTC.'])
      assert.ok(title.includes(part), title);
  });

  test('the company’s badge counts its promises; the endpoint form says the same', async () => {
    const database = await open();
    const { slug, name, scope } = await makeMeasuredCompany(database.db);
    await record(database.db, scope, 20, 60);
    const { url } = await serve(database);
    assert.match(await readText(`${url}/badge/${slug}.svg`), /keeps its promise/);
    const endpoint = await fetch(`${url}/badge/${slug}.json`);
    assert.equal(endpoint.headers.get('content-type'), 'application/json; charset=utf-8');
    const color = '#135c37';
    assert.deepEqual(await endpoint.json(), {
      schemaVersion: 1,
      label: name,
      message: 'keeps its promise',
      color,
      labelColor: '#33322e',
      style: 'flat',
    });
  });

  test('too few messages, and a source that fell silent, make it grey', async () => {
    const database = await open();
    const { slug, scope } = await makeMeasuredCompany(database.db);
    await record(database.db, scope, 3, 60);
    const { url, setNow } = await serve(database);
    const color = '#6d6a61';
    const read = async () => (await fetch(`${url}/badge/${slug}/x.json`)).json() as Promise<object>;
    assert.partialDeepStrictEqual(await read(), { message: 'too few yet', color });
    setNow(TEST_NOW + 48 * HOUR + 1);
    assert.partialDeepStrictEqual(await read(), { message: 'no recent data', color });
  });

  test('its caches may ask whether it changed: a strong tag, 304, HEAD', async () => {
    const database = await open();
    const { slug } = await makeMeasuredCompany(database.db);
    const { url } = await serve(database);
    const address = `${url}/badge/${slug}/x.svg`;
    for (const warmth of ['cold', 'warm']) {
      const first = await fetch(address);
      const body = await first.text();
      const tag = first.headers.get('etag') ?? '';
      assert.match(tag, /^"[\w-]{22}"$/, warmth);
      assert.equal(first.headers.get('cache-control'), 'public, max-age=0, s-maxage=2, stale-if-error=600');
      for (const ifNoneMatch of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
        const again = await fetch(address, { headers: { 'If-None-Match': ifNoneMatch } });
        assert.equal(again.status, 304);
        assert.equal(again.headers.get('etag'), tag);
        assert.equal(await again.text(), '');
      }
      assert.equal((await fetch(address, { headers: { 'If-None-Match': '"other"' } })).status, 200);
      const head = await fetch(address, { method: 'HEAD' });
      assert.equal(head.headers.get('content-length'), String(Buffer.byteLength(body)));
    }
    assert.equal((await fetch(address, { method: 'POST' })).status, 405);
  });

  test('whatever is wrong, an image says what, with 200 as image proxies want it', async () => {
    const database = await open();
    const { slug } = await makeMeasuredCompany(database.db);
    const { url } = await serve(database);
    const cases: [path: string, words: string, code: string][] = [
      ['/badge/no-such-company-here.svg', 'no such company', 'not-found'],
      [`/badge/${slug}/phone.svg`, 'no such channel', 'not-found'],
      ['/badge/', 'no such badge', 'not-found'],
      [`/badge/${slug}`, 'no such badge', 'not-found'],
      [`/badge/${slug}.svg?style=plastic`, 'unknown style', 'invalid-input'],
      [`/badge/${slug}.svg?window=1d`, 'unknown window', 'invalid-input'],
      [`/badge/${slug}.svg?label=${'x'.repeat(61)}`, 'label too long', 'invalid-input'],
    ];
    for (const [path, words, code] of cases) {
      const response = await fetch(url + path);
      assert.equal(response.status, 200, path);
      assert.equal(response.headers.get('kept-problem'), code, path);
      assert.equal(response.headers.get('content-type'), 'image/svg+xml; charset=utf-8', path);
      assert.match(await response.text(), new RegExp(`>${words}<`), path);
    }
    assert.partialDeepStrictEqual(await (await fetch(`${url}/badge/no-such-company-here.json`)).json(), {
      schemaVersion: 1,
      isError: true,
    });
  });

  test('label and style are the asker’s; unknown parameters are let through', async () => {
    const database = await open();
    const { slug } = await makeMeasuredCompany(database.db);
    const { url } = await serve(database);
    const svg = await readText(`${url}/badge/${slug}/x.svg?label=${encodeURIComponent('<b>&')}&style=for-the-badge&v=2`);
    assert.match(svg, />&lt;B&gt;&amp;</);
    assert.match(svg, /height="28"/);
    assert.doesNotMatch(await readText(`${url}/badge/${slug}/x.svg?label=`), />X @acme</);
  });

  test('an event shows within two seconds, on this instance and on another', async () => {
    const database = await open();
    const { slug, scope } = await makeMeasuredCompany(database.db);
    await record(database.db, scope, 20, 60);
    const instances = [await serve(database), await serve(database)];
    for (const { url } of instances) assert.match(await readText(`${url}/badge/${slug}/x.svg`), />kept so far · 100\u00a0%</);
    await record(database.db, scope, 20, 2 * HOUR);
    for (const { url } of instances) await poll(() => readText(`${url}/badge/${slug}/x.svg`), />not kept · 50\u00a0%</);
  });

  test('a breach shows in the second after the time was up, without an event or a job', async () => {
    const database = await open();
    const { slug, scope } = await makeMeasuredCompany(database.db);
    await record(database.db, scope, 10, 60);
    await record(database.db, scope, 10, null, TEST_NOW - 10);
    const { url, setNow } = await serve(database);
    const address = `${url}/badge/${slug}/x.svg`;
    const due = TEST_NOW - 10 + HOUR;
    assert.match(await readText(address), /kept so far · 100\u00a0%/);
    setNow(due);
    assert.match(await readText(address), /kept so far · 100\u00a0%/);
    setNow(due + 1);
    assert.match(await readText(address), /not kept · 50\u00a0%/);
  });

  test('a failure of ours is an image that no cache keeps', async () => {
    const database = await open();
    const { slug } = await makeMeasuredCompany(database.db);
    const { url, app } = await serve(database);
    Object.assign(app, { reports: { findCounts: () => Promise.reject(new Error('broken for a test')) } });
    const response = await fetch(`${url}/badge/${slug}.svg?style=flat-square`);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.equal(response.headers.get('kept-problem'), 'unexpected');
    assert.match(await response.text(), />unavailable right now</);
  });
});
