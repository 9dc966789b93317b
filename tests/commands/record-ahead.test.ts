import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recordAhead } from '../../src/commands/record-ahead.ts';

test('the next batch is read and prepared while one is recorded, and recorded after it', async () => {
  const told: string[] = [];
  const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  async function* read() {
    for (const [batch] of gates.entries()) {
      told.push(`read ${batch}`);
      yield batch;
    }
  }
  gates[1]?.resolve();
  await recordAhead(read(), async (batch, after) => {
    told.push(`prepare ${batch}`);
    // Batch 0 is only recorded when batch 1 has been prepared.
    if (batch === 1) gates[0]?.resolve();
    await after;
    await gates[batch]?.promise;
    told.push(`recorded ${batch}`);
  });
  assert.deepEqual(told, ['read 0', 'prepare 0', 'read 1', 'prepare 1', 'recorded 0', 'recorded 1']);
});

test('no third batch is read before the first is recorded', async () => {
  const told: string[] = [];
  async function* read() {
    for (const batch of [0, 1, 2]) {
      told.push(`read ${batch}`);
      yield batch;
    }
  }
  await recordAhead(read(), async (batch, after) => {
    await after;
    await new Promise(setImmediate);
    told.push(`recorded ${batch}`);
  });
  assert.ok(told.indexOf('recorded 0') < told.indexOf('read 2'), told.join(', '));
});

test('a batch that fails is the last one, and its failure is told', async () => {
  const recorded: number[] = [];
  let read = 0;
  async function* batches() {
    while (read < 10) {
      read += 1;
      yield read;
      // So long that the failure is there before anybody awaits it.
      await new Promise(setImmediate);
    }
  }
  const done = recordAhead(batches(), async (batch, after) => {
    await after;
    if (batch === 2) throw new Error('no room');
    recorded.push(batch);
  });
  await assert.rejects(done, /no room/);
  assert.deepEqual([recorded, read], [[1], 3]);
});

test('what cannot be read is told when what was read before it is recorded', async () => {
  const recorded: number[] = [];
  async function* batches() {
    yield 1;
    throw new Error('no text');
  }
  const done = recordAhead(batches(), async (batch) => {
    await new Promise(setImmediate);
    recorded.push(batch);
  });
  await assert.rejects(done, /no text/);
  assert.deepEqual(recorded, [1]);
});
