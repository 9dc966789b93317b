import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { PublishedKey } from '../domain/statement/statement.ts';
import type { Config } from './config.ts';

const FILE_NAME = 'statement-key.pem';

/** The key pair that an installation signs its statements with. */
export interface StatementKey {
  readonly privateKey: KeyObject;
  readonly published: PublishedKey;
}

/**
 * Finds the key: that of the configuration, else the one in the data folder, which is made there at first need and only its owner can read.
 * With a PostgreSQL that other instances may share, each would make its own: the configuration must name it then.
 * @returns undefined when there is none and none may be made.
 */
export function findStatementKey(config: Pick<Config, 'statementKey' | 'databaseUrl' | 'dataDir'>): StatementKey | undefined {
  if (config.statementKey !== undefined) return toKey(config.statementKey);
  if (config.databaseUrl !== undefined) return undefined;
  return toKey(openKeyFile(resolve(config.dataDir)));
}

function openKeyFile(folder: string): string {
  const file = join(folder, FILE_NAME);
  mkdirSync(folder, { recursive: true });
  const made = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  try {
    writeFileSync(file, made, { mode: 0o600, flag: 'wx', flush: true });
    return made;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    return readFileSync(file, 'utf8');
  }
}

function toKey(pem: string): StatementKey {
  const privateKey = createPrivateKey(pem);
  return { privateKey, published: publishKey(createPublicKey(privateKey)) };
}

/** @throws Error when the key is not for Ed25519. */
export function publishKey(key: KeyObject): PublishedKey {
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('The key is not an Ed25519 key.');
  const { kty = '', crv = '', x = '' } = key.export({ format: 'jwk' });
  return { kty, crv, x, kid: nameKey(key), alg: 'EdDSA', use: 'sig' };
}

/** SHA-256 of a public key (SPKI, DER) in hex. */
export function nameKey(key: KeyObject): string {
  return createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}
