import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countOf, formatCount } from '../../src/domain/count-text.ts';

test('counts are written with commas between thousands', () => {
  assert.deepEqual([0, 999, 1_000, 1_234_567].map(formatCount), ['0', '999', '1,000', '1,234,567']);
});

test('only one thing is told in the singular', () => {
  assert.deepEqual(
    [0, 1, 2, 1_204].map((count) => countOf(count, 'message')),
    ['0 messages', '1 message', '2 messages', '1,204 messages'],
  );
  assert.deepEqual([countOf(1, 'company', 'companies'), countOf(2, 'company', 'companies')], ['1 company', '2 companies']);
});
