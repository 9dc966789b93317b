import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clearLimit, giveBackToLimit, takeFromLimit } from '../../src/store/rate-limit.ts';
import { TEST_NOW } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';

const WINDOW = 600;

onEachDatabase('store/rate-limit', (open) => {
  const limit = (key: string) => ({ key, limit: 3, windowSeconds: WINDOW });

  test('allows the limit, then says how long to wait', async () => {
    const { db } = await open();
    const waits: number[] = [];
    for (let second = 0; second < 5; second++) waits.push(await takeFromLimit(db, limit('waits'), TEST_NOW + second));
    assert.deepEqual(waits, [0, 0, 0, WINDOW - 3, WINDOW - 4]);
  });

  test('opens again when the window ends, and not before', async () => {
    const { db } = await open();
    for (let use = 0; use < 4; use++) await takeFromLimit(db, limit('window'), TEST_NOW);
    assert.equal(await takeFromLimit(db, limit('window'), TEST_NOW + WINDOW - 1), 1);
    assert.equal(await takeFromLimit(db, limit('window'), TEST_NOW + WINDOW), 0);
  });

  test('counts exactly when many ask at once', async () => {
    const { db } = await open();
    const waits = await Promise.all(Array.from({ length: 20 }, () => takeFromLimit(db, limit('at once'), TEST_NOW)));
    assert.equal(waits.filter((wait) => wait === 0).length, 3);
  });

  test('a use given back can be taken again, and no more than that', async () => {
    const { db } = await open();
    for (let use = 0; use < 3; use++) await takeFromLimit(db, limit('back'), TEST_NOW);
    await giveBackToLimit(db, limit('back'));
    assert.equal(await takeFromLimit(db, limit('back'), TEST_NOW), 0);
    assert.notEqual(await takeFromLimit(db, limit('back'), TEST_NOW), 0);
  });

  test('forgets what is cleared, and stores no key in clear', async () => {
    const { db } = await open();
    for (let use = 0; use < 4; use++) await takeFromLimit(db, limit('someone@example.org'), TEST_NOW);
    const keys = await db.selectFrom('rate_limit').select('key').execute();
    assert.ok(keys.every(({ key }) => /^[0-9a-f]{64}$/.test(key)));
    await clearLimit(db, limit('someone@example.org'));
    assert.equal(await takeFromLimit(db, limit('someone@example.org'), TEST_NOW), 0);
  });
});
