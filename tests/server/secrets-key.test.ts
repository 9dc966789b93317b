import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ConfigError, readConfig } from '../../src/server/config.ts';
import { openSecretBox } from '../../src/server/secrets-key.ts';
import { TEST_SECRETS_KEY, testSecrets } from '../support/secrets.ts';

const OTHER = Buffer.alloc(32, 9).toString('base64');

test('the key is made once in the data folder, for its owner alone', (context) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'kept-secrets-'));
  context.after(() => rmSync(dataDir, { recursive: true }));
  const given = { dataDir, databaseUrl: undefined, secretsKeys: [] };
  const name = openSecretBox(given).keyName;
  assert.ok(name !== undefined);
  assert.equal(openSecretBox(given).keyName, name);
  const file = join(dataDir, 'secrets-key');
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.ok(!readFileSync(file, 'utf8').includes(name));
  writeFileSync(file, 'not a key');
  assert.throws(() => openSecretBox(given), /secrets-key holds no key/);
});

test('with a database that others may share the configuration must name it', () => {
  const shared = { dataDir: '/nowhere', databaseUrl: 'postgres://localhost/kept' };
  assert.equal(openSecretBox({ ...shared, secretsKeys: [] }).keyName, undefined);
  const { secretsKeys } = readConfig({ SECRETS_KEY: `${OTHER}, ${TEST_SECRETS_KEY}` });
  const box = openSecretBox({ ...shared, secretsKeys });
  assert.notEqual(box.keyName, testSecrets.keyName);
  assert.ok(box.hasKey(testSecrets.keyName ?? ''));
});

test('what is no key is refused by the name of its variable', () => {
  for (const SECRETS_KEY of ['short', `${OTHER},`]) {
    assert.throws(
      () => readConfig({ SECRETS_KEY }),
      (error: unknown) => error instanceof ConfigError && error.message.includes('SECRETS_KEY: must be base64'),
    );
  }
});
