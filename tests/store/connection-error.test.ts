import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isConnectionError } from '../../src/store/connection-error.ts';

const withCode = (code: string, message = 'of a test') => Object.assign(new Error(message), { code });

for (const code of ['ECONNREFUSED', 'ECONNRESET', '08006', '57P01', '57P03', '25006']) {
  test(`${code} says that the database is away`, () => assert.ok(isConnectionError(withCode(code))));
}

test('so does an end in the middle of a statement, which has no code', () => {
  assert.ok(isConnectionError(new Error('Connection terminated unexpectedly')));
});

for (const error of [withCode('23505'), withCode('57014'), new Error('of a test'), 'ECONNRESET', undefined]) {
  test(`${error} does not`, () => assert.ok(!isConnectionError(error)));
}
