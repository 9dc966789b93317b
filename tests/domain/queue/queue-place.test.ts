import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatQueuePlace, parseQueuePlace } from '../../../src/domain/queue/queue-place.ts';

const place = { breachAt: 1_772_442_000, sourceId: 3, conversationId: 'a/b ü 🙂', commitmentId: 'x-first', ordinal: 0 };

test('a place in the queue survives its way through an address', () => {
  for (const given of [place, { ...place, breachAt: null }]) {
    const text = formatQueuePlace(given);
    assert.match(text, /^[\w-]+$/);
    assert.deepEqual(parseQueuePlace(text), given);
  }
});

test('what is no place is none', () => {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const wrong = [
    null,
    '',
    '%',
    encode({}),
    encode([1, 2]),
    encode([1.5, 1, 'a', 'b', 0]),
    encode([1, 1, 'a\0', 'b', 0]),
    encode([1, 2 ** 31, 'a', 'b', 0]),
  ];
  for (const text of wrong) assert.equal(parseQueuePlace(text), undefined);
});
