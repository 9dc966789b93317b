import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PageMemory } from '../../src/http/page-memory.ts';

const basis = { figures: 1 };
const occasion = { key: '30d shop', basis, at: 100 };
const page = () => new Response('<p>drawn</p>', { headers: { 'Content-Type': 'text/html', Vary: 'Cookie' } });

test('a page is given again in the same second, from the same figures, with its headers', async () => {
  const memory = new PageMemory();
  assert.equal(memory.find(occasion), undefined);
  assert.equal(await (await memory.keep(occasion, page())).text(), '<p>drawn</p>');

  const found = memory.find({ ...occasion });
  assert.equal(await found?.text(), '<p>drawn</p>');
  assert.equal(found?.headers.get('Vary'), 'Cookie');
  assert.equal(memory.find({ ...occasion, at: 101 }), undefined);
  assert.equal(memory.find({ ...occasion, basis: { ...basis } }), undefined);
  assert.equal(memory.find({ ...occasion, key: '7d shop' }), undefined);
});

test('each reader may change the headers of the answer', async () => {
  const memory = new PageMemory();
  await memory.keep(occasion, page());
  memory.find(occasion)?.headers.set('Cache-Control', 'no-store');
  assert.equal(memory.find(occasion)?.headers.has('Cache-Control'), false);
});

test('what is no page is not remembered, nor what an endless address asks for', async () => {
  const memory = new PageMemory();
  await memory.keep(occasion, new Response('gone', { status: 404 }));
  assert.equal(memory.find(occasion), undefined);
  const endless = { ...occasion, key: 'x'.repeat(1000) };
  await memory.keep(endless, page());
  assert.equal(memory.find(endless), undefined);
});
