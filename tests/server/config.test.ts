import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigError, readConfig } from '../../src/server/config.ts';
import { spawnProduct } from '../support/product.ts';

test('without any variable the defaults hold', () => {
  const config = readConfig({});
  assert.deepEqual(
    { port: config.port, host: config.host, dataDir: config.dataDir, baseUrl: config.baseUrl, trustedProxies: config.trustedProxies },
    { port: 4321, host: '127.0.0.1', dataDir: './data', baseUrl: 'http://localhost:4321', trustedProxies: 0 },
  );
});

test('an empty variable counts as not set', () => {
  assert.equal(readConfig({ DATABASE_URL: '', SMTP_URL: '', PORT: '' }).databaseUrl, undefined);
});

test('a second address of a database needs the first', () => {
  const second = { DATABASE_DIRECT_URL: 'postgres://localhost/kept', DATABASE_READ_URL: 'postgres://localhost:5433/kept' };
  assert.throws(() => readConfig(second), /DATABASE_DIRECT_URL: needs DATABASE_URL.*\n.*DATABASE_READ_URL: needs DATABASE_URL/);
  const config = readConfig({ DATABASE_URL: 'postgres://localhost:6432/kept', ...second });
  assert.deepEqual([config.databaseDirectUrl, config.databaseReadUrl], Object.values(second));
});

test('a slash at the end of the public address is dropped', () => {
  assert.equal(readConfig({ BASE_URL: 'https://kept.example.org/' }).baseUrl, 'https://kept.example.org');
});

const BAD: Record<string, string> = {
  PORT: '70000',
  DATABASE_URL: 'mysql://localhost/kept',
  DATABASE_DIRECT_URL: 'localhost:5432',
  DATABASE_READ_URL: 'http://localhost',
  BASE_URL: 'kept.example.org',
  SMTP_URL: 'mail.example.org',
  TRUSTED_PROXIES: 'all',
};
for (const [name, value] of Object.entries(BAD)) {
  test(`${name}=${value} is refused, and the message names the variable`, () => {
    assert.throws(
      () => readConfig({ [name]: value }),
      (error: unknown) => error instanceof ConfigError && error.message.includes(`${name}: `),
    );
  });
}

test('every bad variable is named at once', () => {
  assert.throws(
    () => readConfig(BAD),
    (error: unknown) => error instanceof ConfigError && Object.keys(BAD).every((name) => error.message.includes(name)),
  );
});

test('a bad variable stops the start before anything is built or written', async () => {
  const product = await spawnProduct({ env: { PORT: 'eighty' } });
  const { code, output } = await product.ended;
  assert.equal(code, 1);
  assert.match(output, /PORT: /);
  assert.doesNotMatch(output, /at .*\.ts:\d+/);
});
