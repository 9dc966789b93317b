import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { KEY_BYTES, readSecretsKey, SecretBox } from '../store/secret-box.ts';
import { type Config, ConfigError } from './config.ts';

const FILE_NAME = 'secrets-key';

/**
 * Opens what secrets are sealed with: the keys of the configuration, else the one in the data folder, which is made there at the first start
 * and only its owner can read. With a PostgreSQL that other instances may share, each would make its own: the configuration must name it then.
 * @throws ConfigError when the file in the data folder holds no key.
 */
export function openSecretBox(config: Pick<Config, 'secretsKeys' | 'databaseUrl' | 'dataDir'>): SecretBox {
  if (config.secretsKeys.length > 0) return new SecretBox(config.secretsKeys);
  if (config.databaseUrl !== undefined) return new SecretBox([]);
  const folder = resolve(config.dataDir);
  const key = readSecretsKey(openKeyFile(folder));
  if (key === undefined) throw new ConfigError([`${join(folder, FILE_NAME)} holds no key. Put the right one there, or set SECRETS_KEY.`]);
  return new SecretBox([key]);
}

function openKeyFile(folder: string): string {
  const file = join(folder, FILE_NAME);
  mkdirSync(folder, { recursive: true });
  const made = `${randomBytes(KEY_BYTES).toString('base64')}\n`;
  try {
    writeFileSync(file, made, { mode: 0o600, flag: 'wx', flush: true });
    return made;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    return readFileSync(file, 'utf8');
  }
}
