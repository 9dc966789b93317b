import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, test } from 'node:test';
import type { ItemResult } from '../../src/commands/event-item.ts';
import { revokeApiKey } from '../../src/commands/revoke-api-key.ts';
import { getAdmission, MOST_REQUESTS, MOST_WRONG_KEYS } from '../../src/server/routes/api-key-admission.ts';
import { makeKey } from '../support/api-key.ts';
import { makeContext, TEST_NOW } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';
import { makeMeasuredCompany } from '../support/measured-company.ts';
import { readRecorded } from '../support/recorded.ts';
import { type ServedApp, serveApp } from '../support/served-app.ts';

const ASKED = TEST_NOW - 3_600;
const WRONG_KEY = `kept_${'A'.repeat(43)}`;
const message = (id: string, given: object = {}) => ({ id, conversation: id, channel: 'x', type: 'customer-message', at: ASKED, ...given });

interface Answer {
  status: number;
  headers: Headers;
  body: {
    recorded?: number;
    duplicates?: number;
    rejected?: number;
    items?: ItemResult[];
    code?: string;
    type?: string;
    detail?: string;
    hint?: string;
    status?: number;
    seenAt?: string;
  };
}

onEachDatabase('server/events', (open) => {
  let served: ServedApp | undefined;
  after(() => served?.close());
  const prepare = async () => {
    const database = await open();
    served ??= await serveApp(database);
    served.setNow(TEST_NOW);
    const company = await makeMeasuredCompany(database.db);
    const { key, keyId } = await makeKey(database.db, company);
    const { url } = served;
    const send = async (
      body: BodyInit,
      given: { headers?: Record<string, string>; key?: string | null; path?: string; method?: string } = {},
    ): Promise<Answer> => {
      const used = given.key === undefined ? key : given.key;
      const authorization: Record<string, string> = used === null ? {} : { Authorization: `Bearer ${used}` };
      const headers = { 'Content-Type': 'application/json', ...authorization, ...given.headers };
      const request: RequestInit & { duplex: 'half' } = { method: given.method ?? 'POST', headers, body, duplex: 'half' };
      const answer = await fetch(`${url}${given.path ?? '/api/v1/events'}`, request);
      return { status: answer.status, headers: answer.headers, body: await answer.json() };
    };
    return { db: database.db, company, scope: company.scope, key, keyId, url, send, served };
  };

  test('records an array and answers for each item', async () => {
    const { db, scope, send } = await prepare();
    const batch = [message('a'), message('b', { channel: 'fax' }), message('c', { at: TEST_NOW + 301 })];
    const first = await send(JSON.stringify(batch));
    assert.equal(first.status, 200);
    assert.match(first.headers.get('content-type') ?? '', /^application\/json/);
    assert.deepEqual([first.body.recorded, first.body.duplicates, first.body.rejected], [1, 0, 2]);
    assert.deepEqual(
      first.body.items?.map(({ index, id, status, code }) => [index, id, status, code]),
      [
        [0, 'a', 'recorded', undefined],
        [1, 'b', 'rejected', 'unknown-channel'],
        [2, 'c', 'rejected', 'instant-in-future'],
      ],
    );
    assert.ok(first.body.items?.[1]?.message?.includes('fax') && first.body.items[1].hint);
    const again = await send(JSON.stringify(batch));
    assert.deepEqual([again.body.recorded, again.body.duplicates, again.body.rejected], [0, 1, 2]);
    assert.equal((await readRecorded(db, scope)).events, 1);
  });

  test('records NDJSON; a line that is not JSON is refused by itself', async () => {
    const { send } = await prepare();
    const lines = [JSON.stringify(message('a')), '', '{"id":', JSON.stringify(message('b')), ''].join('\r\n');
    const { status, body } = await send(lines, { headers: { 'Content-Type': 'application/x-ndjson; charset=utf-8' } });
    assert.equal(status, 200);
    assert.deepEqual(
      body.items?.map(({ index, id, status, code }) => [index, id, status, code]),
      [
        [0, 'a', 'recorded', undefined],
        [1, null, 'rejected', 'not-json'],
        [2, 'b', 'recorded', undefined],
      ],
    );
    assert.match(body.items?.[1]?.message ?? '', /^Line 3 /);
  });

  test('a single event that is refused is a problem of its own', async () => {
    const { send } = await prepare();
    const expected: [object, number, string][] = [
      [message('a', { channel: 'fax' }), 422, 'unknown-channel'],
      [message('b', { at: TEST_NOW + 301 }), 422, 'instant-in-future'],
      [{ id: 'c' }, 422, 'invalid-input'],
    ];
    for (const [event, status, code] of expected) {
      const answer = await send(JSON.stringify(event));
      assert.deepEqual([answer.status, answer.body.code, answer.body.status], [status, code, status]);
      assert.equal(answer.headers.get('content-type'), 'application/problem+json');
      assert.match(answer.body.type ?? '', new RegExp(`#${code}$`));
      assert.ok(answer.body.detail && answer.body.hint);
    }
    assert.equal((await send(JSON.stringify(message('d')))).body.recorded, 1);
  });

  test('each reason to refuse the whole batch is a problem of its own', async () => {
    const { db, send } = await prepare();
    const other = await makeMeasuredCompany(db);
    const one = JSON.stringify([message('a')]);
    const path = `/api/v1/events?company=${other.slug}`;
    const big = JSON.stringify([message('a', { author: 'x'.repeat(5_000_000) })]);
    const chunked = () => new Blob([big]).stream();
    const many = JSON.stringify(Array.from({ length: 5_001 }, (_, i) => message(`m${i}`)));
    const expected: [string, Promise<Answer>, number, string][] = [
      ['no key', send(one, { key: null }), 401, 'wrong-api-key'],
      ['another form', send(one, { key: 'secret' }), 401, 'wrong-api-key'],
      ['unknown key', send(one, { key: WRONG_KEY }), 401, 'wrong-api-key'],
      ['wrong company', send(one, { path }), 403, 'wrong-company'],
      ['too large', send(big), 413, 'too-large'],
      ['too large in chunks', send(chunked()), 413, 'too-large'],
      ['too many', send(many), 413, 'too-large'],
      ['too many lines', send('{}\n'.repeat(5_001), { headers: { 'Content-Type': 'application/x-ndjson' } }), 413, 'too-large'],
      ['not JSON', send('[{"id":'), 400, 'not-json'],
      ['a word', send('"word"'), 400, 'not-json'],
      ['no line is JSON', send('a,b\n1,2\n', { headers: { 'Content-Type': 'application/x-ndjson' } }), 400, 'not-json'],
      ['not UTF-8', send(new Uint8Array([0x5b, 0x22, 0xff, 0x22, 0x5d])), 400, 'not-json'],
      ['another type', send(one, { headers: { 'Content-Type': 'text/csv' } }), 415, 'unsupported-media-type'],
      ['encoded', send(one, { headers: { 'Content-Encoding': 'gzip' } }), 415, 'unsupported-media-type'],
      ['another method', send(one, { method: 'PUT' }), 405, 'method-not-allowed'],
    ];
    for (const [what, answering, status, code] of expected) {
      const answer = await answering;
      assert.deepEqual([answer.status, answer.body.code], [status, code], what);
      assert.ok(answer.body.detail && answer.body.hint, what);
      assert.equal(answer.headers.get('www-authenticate'), status === 401 ? 'Bearer' : null, what);
    }
    assert.equal((await send(one)).body.recorded, 1);
  });

  test('a body in chunks is read', async () => {
    const { send } = await prepare();
    const answer = await send(new Blob([JSON.stringify([message('a')])]).stream());
    assert.equal(answer.body.recorded, 1);
  });

  test('a sender that never stops is cut off', async () => {
    const { url, key } = await prepare();
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    const head = ['POST /api/v1/events HTTP/1.1', 'Host: x', `Authorization: Bearer ${key}`, 'Content-Type: application/json'];
    socket.write(`${[...head, 'Transfer-Encoding: chunked'].join('\r\n')}\r\n\r\n`);
    const megabyte = Buffer.alloc(1_000_000, 0x20);
    const chunk = Buffer.concat([Buffer.from(`${megabyte.length.toString(16)}\r\n`), megabyte, Buffer.from('\r\n')]);
    let answer = '';
    socket.on('data', (bytes) => (answer += bytes));
    socket.on('error', () => {});
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    let sent = 0;
    const sendMore = () => {
      while (!socket.destroyed && sent < 500 && socket.write(chunk)) sent += 1;
      if (!socket.destroyed && sent < 500) socket.once('drain', sendMore);
    };
    sendMore();
    await closed;
    assert.match(answer, /^HTTP\/1\.1 413 /);
    assert.ok(sent < 200, `${sent} MB were taken`);
  });

  test('a revoked key works no more, also where it has just been used', async () => {
    const { db, company, keyId, send } = await prepare();
    assert.equal((await send(JSON.stringify([message('a')]))).status, 200);
    await revokeApiKey(makeContext(db, { actor: { kind: 'system' } }), company.slug, { keyId });
    for (const events of [[message('b')], []]) {
      const { status, body } = await send(JSON.stringify(events));
      assert.deepEqual([status, body.code], [401, 'revoked-api-key']);
    }
    const recorded = await db.selectFrom('event').select('id').where('company_id', '=', company.id).execute();
    assert.deepEqual(recorded, [{ id: 'a' }]);
  });

  test('the last use of a key is noted a minute later at the earliest and soon then, after the answer', async () => {
    const { db, keyId, send, served } = await prepare();
    const lastUse = async () =>
      (await db.selectFrom('api_key').select('last_used_at').where('id', '=', keyId).executeTakeFirstOrThrow()).last_used_at;
    const until = async (expected: number) => {
      for (let tries = 0; (await lastUse()) !== expected && tries < 200; tries++) await new Promise((resolve) => setImmediate(resolve));
      assert.equal(await lastUse(), expected);
    };
    await send(JSON.stringify([message('a')]));
    await until(TEST_NOW);
    served.setNow(TEST_NOW + 59);
    await send(JSON.stringify([message('b')]));
    served.setNow(TEST_NOW + 69);
    await send(JSON.stringify([message('c')]));
    await until(TEST_NOW + 69);
  });

  test('a heartbeat is a sign of life', async () => {
    const { db, scope, send, served } = await prepare();
    served.setNow(TEST_NOW + 7);
    const { status, body } = await send('', { path: '/api/v1/heartbeat' });
    assert.deepEqual([status, body], [200, { seenAt: '2026-03-02T09:00:07Z' }]);
    const source = await db
      .selectFrom('source')
      .select('last_seen_at')
      .where('company_id', '=', scope.companyId)
      .where('id', '=', scope.sourceId)
      .executeTakeFirstOrThrow();
    assert.equal(source.last_seen_at, TEST_NOW + 7);
    assert.equal((await send('', { path: '/api/v1/heartbeat', key: WRONG_KEY })).status, 401);
  });

  test('too many requests in a minute are told when to come again', async () => {
    const { send, served, keyId } = await prepare();
    served.setNow(TEST_NOW + 3_600);
    for (let tries = 0; tries < MOST_WRONG_KEYS; tries++) await send('[]', { key: WRONG_KEY });
    const wrong = await send('[]', { key: WRONG_KEY });
    assert.deepEqual([wrong.status, wrong.body.code, wrong.headers.get('retry-after')], [429, 'too-many-requests', '60']);
    assert.equal((await send('[]')).status, 200, 'a key that works goes on');

    const { keys } = getAdmission(served.app);
    for (let used = 1; used < MOST_REQUESTS; used++) await keys.take(keyId, TEST_NOW + 3_600);
    served.setNow(TEST_NOW + 3_610);
    const over = await send('[]');
    assert.deepEqual([over.status, over.body.code, over.headers.get('retry-after')], [429, 'too-many-requests', '50']);
    served.setNow(TEST_NOW + 3_660);
    assert.equal((await send('[]')).status, 200);
  });
});
