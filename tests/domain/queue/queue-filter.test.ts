import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { formatQueueFilter, readQueueFilter } from '../../../src/domain/queue/queue-filter.ts';

const read = (query: string) => readQueueFilter(new URLSearchParams(query));

describe('the filter of the queue', () => {
  test('is read from an address and written back in one order', () => {
    const filter = read('language=de&due=1h&metric=resolution&channel=x');
    assert.deepEqual(filter, { channel: 'x', metric: 'resolution', due: '1h', language: 'de' });
    assert.equal(formatQueueFilter(filter), 'channel=x&metric=resolution&due=1h&language=de');
  });

  test('leaves nothing out where the address says nothing or nonsense', () => {
    const nothing = { channel: '', metric: '', due: '', language: '' };
    for (const query of ['', 'due=soon&metric=speed&other=1', `channel=${'x'.repeat(41)}`]) assert.deepEqual(read(query), nothing);
    assert.equal(formatQueueFilter(read('')), '');
  });
});
