import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeEmptyTally, type Tally } from '../../src/domain/tally/tally.ts';
import type { Reader } from '../../src/views/reader.ts';
import { getTallyMemory } from '../../src/views/tallies/tally-memory.ts';

const KEY = { commitmentId: 'x-first', channelId: 'x', metric: 'first-response', versionNumber: 1, sourceId: 1 } as const;
const MEBIBYTE = 1024 * 1024;

/** A day's tally of a mebibyte. */
const makeDay = (day: number): Tally => ({ ...makeEmptyTally(KEY, day), waited: new Int32Array(MEBIBYTE / 4) });

const openMemory = () => getTallyMemory({} as Reader);

test('a day that is tallied again and again keeps no other days out', () => {
  const memory = openMemory();
  const days = Array.from({ length: 20 }, (_, day) => makeDay(day));
  for (const tally of days) memory.keep(1, `day ${tally.day}`, tally);
  for (let turn = 0; turn < 200; turn++) memory.keep(1, `today ${turn}`, makeDay(100));
  for (const tally of days) assert.equal(memory.get(`day ${tally.day}`), tally);
  assert.ok(memory.get('today 199'));
  assert.equal(memory.get('today 198'), undefined);
});

test('days of other companies, commitments, versions and sources are days of their own', () => {
  const memory = openMemory();
  const others: Partial<Tally>[] = [
    { day: 2 },
    { commitmentId: 'x-next' },
    { channelId: 'mail' },
    { metric: 'resolution' },
    { versionNumber: 2 },
    { sourceId: 2 },
  ];
  memory.keep(1, 'first', makeDay(1));
  memory.keep(2, 'of another company', makeDay(1));
  for (const [i, other] of others.entries()) memory.keep(1, `other ${i}`, { ...makeDay(1), ...other });
  for (const name of ['first', 'of another company', ...others.map((_, i) => `other ${i}`)]) assert.ok(memory.get(name), name);
});

const countHeld = (memory: ReturnType<typeof openMemory>, name: string, count: number): number =>
  Array.from({ length: count }, (_, day) => memory.get(`${name} ${day}`)).filter((tally) => tally !== undefined).length;

test('there is room for some, and those make it that were not used for the longest time', () => {
  const memory = openMemory();
  for (let day = 0; day < 50; day++) memory.keep(1, `first ${day}`, makeDay(day));
  for (let turn = 0; turn < 100; turn++) {
    memory.begin();
    assert.ok(memory.get('first 0'));
  }
  for (let day = 0; day < 40; day++) memory.keep(2, `second ${day}`, makeDay(day));
  assert.equal(countHeld(memory, 'second', 40), 40);
  const left = countHeld(memory, 'first', 50);
  assert.ok(left > 10 && left < 40, `${left} are left`);
  assert.ok(memory.get('first 0'));
});

test('of more than there is room for a part stays, however often all are read', () => {
  const memory = openMemory();
  for (let turn = 0; turn < 100; turn++) {
    memory.begin();
    for (let day = 0; day < 100; day++) if (memory.get(`day ${day}`) === undefined) memory.keep(1, `day ${day}`, makeDay(day));
  }
  const held = countHeld(memory, 'day', 100);
  assert.ok(held > 40 && held < 100, `${held} are held`);
});
