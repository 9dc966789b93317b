import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RequestRate } from '../../src/server/request-rate.ts';
import { countedBytes, TEST_NOW } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';

onEachDatabase('server/request-rate', (open) => {
  /** Two instances that count together. */
  const makeRates = async (lot: number) => {
    const { db } = await open();
    const rules = { name: countedBytes(6).toString('hex'), most: 12, windowSeconds: 60, lot };
    return [new RequestRate(db, rules), new RequestRate(db, rules)] as const;
  };

  test('instances that take one at a time allow together exactly what is allowed, and say how long to wait', async () => {
    const rates = await makeRates(1);
    const waits: number[] = [];
    for (let second = 0; second < 14; second++) waits.push((await rates[second % 2]?.take('key', TEST_NOW + second)) ?? -1);
    assert.deepEqual(waits, [...Array.from({ length: 12 }, () => 0), 60 - 12, 60 - 13]);
    assert.equal(await rates[0].take('another key', TEST_NOW), 0);
    assert.equal(await rates[0].take('key', TEST_NOW + 60), 0);
  });

  test('with lots, what one has taken the other has not, and who asks at once takes no lot each', async () => {
    const [here, there] = await makeRates(4);
    const waits = await Promise.all(Array.from({ length: 8 }, () => here.take('key', TEST_NOW)));
    assert.deepEqual(waits, Array(8).fill(0));
    for (let used = 0; used < 4; used++) assert.equal(await there.take('key', TEST_NOW + 1), 0);
    assert.equal(await there.take('key', TEST_NOW + 2), 58);
    assert.equal(await here.take('key', TEST_NOW + 3), 57);
    assert.equal(await here.take('key', TEST_NOW + 60), 0);
  });
});
