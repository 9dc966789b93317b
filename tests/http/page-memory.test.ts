import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Currency, PageMemory } from '../../src/http/page-memory.ts';

const basis = { figures: 1 };
const occasion = { key: '30d shop', basis, at: 100 };
const page = () => new Response('<p>drawn</p>', { headers: { 'Content-Type': 'text/html', Vary: 'Cookie' } });

test('a page is given again in the same second, from the same figures, with its headers', async () => {
  const memory = new PageMemory(() => 'current');
  assert.equal(await memory.find(occasion), undefined);
  assert.equal(await (await memory.keep(occasion, page())).text(), '<p>drawn</p>');

  const found = await memory.find({ ...occasion });
  assert.equal(await found?.text(), '<p>drawn</p>');
  assert.equal(found?.headers.get('Vary'), 'Cookie');
  assert.equal(await memory.find({ ...occasion, at: 101 }), undefined);
  assert.equal(await memory.find({ ...occasion, basis: { ...basis } }), undefined);
  assert.equal(await memory.find({ ...occasion, key: '7d shop' }), undefined);
});

test('each reader may change the headers of the answer', async () => {
  const memory = new PageMemory(() => 'current');
  await memory.keep(occasion, page());
  (await memory.find(occasion))?.headers.set('Cache-Control', 'no-store');
  assert.equal((await memory.find(occasion))?.headers.has('Cache-Control'), false);
});

test('what is no page is not remembered, nor what an endless address asks for', async () => {
  const memory = new PageMemory(() => 'current');
  await memory.keep(occasion, new Response('gone', { status: 404 }));
  assert.equal(await memory.find(occasion), undefined);
  const endless = { ...occasion, key: 'x'.repeat(1000) };
  await memory.keep(endless, page());
  assert.equal(await memory.find(endless), undefined);
});

test('an answer is sent again at its address in the same second, with the headers that it had', async () => {
  const memory = new PageMemory(() => 'current');
  const response = await memory.keep(occasion, page());
  response.headers.set('X-Frame-Options', 'DENY');
  response.headers.set('X-Astro-Route-Type', 'page');
  memory.keepAnswer('/shop', occasion, response.headers);

  const answer = memory.findAnswer('/shop', 100, false);
  assert.equal(new TextDecoder().decode(answer?.body), '<p>drawn</p>');
  assert.deepEqual(Object.fromEntries(answer?.headers ?? []), { 'content-type': 'text/html', vary: 'Cookie', 'x-frame-options': 'DENY' });
  assert.equal(memory.findAnswer('/shop?window=7d', 100, false), undefined);
});

test('when a second begins one reader has the page drawn, and others get the last one meanwhile, for no longer than a second', async () => {
  const memory = new PageMemory(() => 'current');
  memory.keepAnswer('/shop', occasion, (await memory.keep(occasion, page())).headers);
  assert.equal(memory.findAnswer('/shop', 101, false), undefined);
  assert.ok(memory.findAnswer('/shop', 101, false) !== undefined);
  assert.equal(memory.findAnswer('/shop', 102, false), undefined, 'whoever was to draw it has not');

  const next = { ...occasion, at: 102 };
  memory.keepAnswer('/shop', next, (await memory.keep(next, page())).headers);
  assert.ok(memory.findAnswer('/shop', 102, false) !== undefined);
});

test('whoever asks for a page that is being drawn gets that one', async () => {
  const memory = new PageMemory(() => 'current');
  assert.equal(await memory.find(occasion), undefined);
  const others = [memory.find({ ...occasion }), memory.find({ ...occasion })];
  assert.equal(await memory.find({ ...occasion, at: 101 }), undefined, 'that of the next second is another');
  await memory.keep(occasion, page());
  for (const other of await Promise.all(others)) assert.equal(await other?.text(), '<p>drawn</p>');
});

test('when the figures change while a page is drawn, nobody waits for that any longer', async () => {
  const memory = new PageMemory(() => 'current');
  assert.equal(await memory.find(occasion), undefined);
  const other = memory.find({ ...occasion });
  const next = { ...occasion, basis: { ...basis } };
  assert.equal(await memory.find(next), undefined);
  assert.equal(await other, undefined);
  await memory.keep(occasion, page());
  const waiting = memory.find(next);
  await memory.keep(next, page());
  assert.ok((await waiting) !== undefined);
});

for (const [what, end] of [
  ['fails', (memory: PageMemory) => memory.giveUp(occasion)],
  ['comes to nothing', (memory: PageMemory) => memory.keep(occasion, new Response('gone', { status: 404 }))],
] as const) {
  test(`when a drawing ${what}, those who wait for it draw the page themselves`, async () => {
    const memory = new PageMemory(() => 'current');
    assert.equal(await memory.find(occasion), undefined);
    const other = memory.find({ ...occasion });
    await end(memory);
    assert.equal(await other, undefined);
  });
}

test('when something changes one reader has the page drawn, and others get the last one meanwhile, unless they want the newest', async () => {
  let currency: Currency = 'current';
  const memory = new PageMemory(() => currency);
  memory.keepAnswer('/shop', occasion, (await memory.keep(occasion, page())).headers);
  currency = 'passing';
  assert.equal(memory.findAnswer('/shop', 100, false), undefined);
  assert.ok(memory.findAnswer('/shop', 100, false) !== undefined);
  assert.equal(memory.findAnswer('/shop', 100, true), undefined);
  assert.equal(memory.findAnswer('/shop', 102, false), undefined, 'what it says of the present is too old');
  currency = 'over';
  assert.equal(memory.findAnswer('/shop', 100, false), undefined);
});

test('what was drawn from something that is no longer current is not sent again', async () => {
  let current: unknown = basis;
  const memory = new PageMemory((asked) => (asked === current ? 'current' : 'over'));
  memory.keepAnswer('/shop', occasion, (await memory.keep(occasion, page())).headers);
  assert.ok(memory.findAnswer('/shop', 100, false) !== undefined);
  current = { ...basis };
  assert.equal(memory.findAnswer('/shop', 100, false), undefined);
});

test('a page that was not remembered is not answered', async () => {
  const memory = new PageMemory(() => 'current');
  memory.keepAnswer('/shop', occasion, page().headers);
  assert.equal(memory.findAnswer('/shop', 100, false), undefined);
  memory.keepAnswer(`/${'x'.repeat(1000)}`, occasion, (await memory.keep(occasion, page())).headers);
  assert.equal(memory.findAnswer(`/${'x'.repeat(1000)}`, 100, false), undefined);
});
