import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FreshReads } from '../../src/server/fresh-reads.ts';

/** Readings that end when the test says so; each answers with its number. */
function makeReadings() {
  const begun: PromiseWithResolvers<number>[] = [];
  const read = () => {
    const reading = Promise.withResolvers<number>();
    begun.push(reading);
    return reading.promise;
  };
  return { begun, read };
}

test('who asks during a reading gets the next one, together with all others who do', async () => {
  const reads = new FreshReads<number>();
  const { begun, read } = makeReadings();
  const first = reads.ask('key', read);
  const others = [reads.ask('key', read), reads.ask('key', read)];
  const elsewhere = reads.ask('another key', read);
  assert.equal(begun.length, 2);
  begun[0]?.resolve(0);
  assert.equal(await first, 0);
  begun[1]?.resolve(1);
  assert.equal(await elsewhere, 1);
  assert.equal(begun.length, 3);
  const late = reads.ask('key', read);
  begun[2]?.resolve(2);
  assert.deepEqual(await Promise.all(others), [2, 2]);
  assert.equal(begun.length, 4);
  begun[3]?.resolve(3);
  assert.equal(await late, 3);
});

test('a reading that fails fails for those who share it, and the next is tried', async () => {
  const reads = new FreshReads<number>();
  const { begun, read } = makeReadings();
  const first = reads.ask('key', read);
  const second = reads.ask('key', read);
  begun[0]?.reject(new Error('broken for a test'));
  await assert.rejects(first, /broken/);
  begun[1]?.resolve(1);
  assert.equal(await second, 1);
  const third = reads.ask('key', read);
  begun[2]?.resolve(2);
  assert.equal(await third, 2);
});
