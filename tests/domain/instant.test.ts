import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatInstant, parseInstant } from '../../src/domain/instant.ts';

test('reads RFC 3339 times of any offset as whole seconds', () => {
  assert.equal(parseInstant('2024-05-06T09:00:00Z'), 1_714_986_000);
  assert.equal(parseInstant('2024-05-06T11:00:00+02:00'), 1_714_986_000);
  assert.equal(parseInstant('2024-05-06t09:00:00z'), 1_714_986_000);
  assert.equal(parseInstant('1969-12-31T23:59:59Z'), -1);
});

test('cuts fractions toward the past, before 1970 too', () => {
  assert.equal(parseInstant('2024-05-06T09:00:00.999999999Z'), 1_714_986_000);
  assert.equal(parseInstant('1969-12-31T23:59:59.5Z'), -1);
});

test('refuses what is no such time', () => {
  for (const text of [
    '',
    '2024-05-06',
    '2024-05-06T09:00:00',
    '2024-05-06T09:00Z',
    '2024-05-06 09:00:00Z',
    '2024-02-30T09:00:00Z',
    '2023-02-29T09:00:00Z',
    '1900-02-29T09:00:00Z',
    '2024-13-01T09:00:00Z',
    '2024-00-01T09:00:00Z',
    '2024-05-06T24:00:00Z',
    '2024-05-06T09:60:00Z',
    '2024-05-06T09:00:60Z',
    '2024-05-06T09:00:00+2:00',
    '2024-05-06T09:00:00Z ',
  ]) {
    assert.throws(() => parseInstant(text), RangeError, text);
  }
});

test('writes what it reads', () => {
  const max = parseInstant('9999-12-31T23:59:59Z');
  fc.assert(
    fc.property(fc.integer({ min: parseInstant('0000-01-01T00:00:00Z'), max }), (at) => {
      assert.equal(parseInstant(formatInstant(at)), at);
    }),
  );
  assert.equal(formatInstant(1_714_986_000), '2024-05-06T09:00:00Z');
  assert.throws(() => formatInstant(max + 1), RangeError);
  assert.throws(() => formatInstant(0.5), RangeError);
});
