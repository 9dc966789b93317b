import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';

/** Where a secret lies: one that was moved to another row or company does not open. */
export interface SecretPlace {
  readonly table: string;
  readonly companyId: number;
  readonly id: string;
}

/** AES-256-GCM with nonces of 96 bits and tags of 128 (NIST SP 800-38D). */
const CIPHER = 'aes-256-gcm';
export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const NAME_BYTES = 9;

/** Encrypts secrets before they are stored, by keys that are kept outside of the database. The first key seals; each of them opens. */
export class SecretBox {
  readonly #keys: ReadonlyMap<string, Buffer>;
  readonly #newest: string | undefined;

  /** @param keys of 32 bytes, the one that seals first; without any, nothing is sealed or opened. */
  constructor(keys: readonly Buffer[]) {
    if (keys.some(({ length }) => length !== KEY_BYTES)) throw new Error(`A key for secrets has ${KEY_BYTES} bytes.`);
    this.#keys = new Map(keys.map((key) => [nameKey(key), key]));
    this.#newest = keys[0] && nameKey(keys[0]);
  }

  /** Name of the key that seals; undefined when there is none. */
  get keyName(): string | undefined {
    return this.#newest;
  }

  /** Whether what the key of this name sealed can be opened here. */
  hasKey(name: string): boolean {
    return this.#keys.has(name);
  }

  /**
   * Encrypts `text` for this place. The name of the key stands before the first dot.
   * @throws Error when there is no key.
   */
  seal(text: string, place: SecretPlace, randomBytes: (length: number) => Buffer): string {
    const key = this.#newest === undefined ? undefined : this.#keys.get(this.#newest);
    if (key === undefined) throw new Error('There is no key to seal secrets with.');
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES }).setAAD(toBytes(place));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return [this.#newest, nonce.toString('base64url'), sealed.toString('base64url')].join('.');
  }

  /** What was sealed for this place; undefined when its key is not here, or when it was changed or moved. */
  open(sealed: string, place: SecretPlace): string | undefined {
    const [name = '', nonce = '', text = ''] = sealed.split('.');
    const key = this.#keys.get(name);
    const bytes = Buffer.from(text, 'base64url');
    if (key === undefined || bytes.length < TAG_BYTES) return undefined;
    try {
      const decipher = createDecipheriv(CIPHER, key, Buffer.from(nonce, 'base64url'), { authTagLength: TAG_BYTES }).setAAD(toBytes(place));
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8');
    } catch {
      return undefined;
    }
  }
}

/** For what neither seals nor opens anything. */
export const NO_SECRETS = new SecretBox([]);

const toBytes = ({ table, companyId, id }: SecretPlace): Buffer => Buffer.from(JSON.stringify([table, companyId, id]));

/** A key's name tells it from others and nothing about it. */
function nameKey(key: Buffer): string {
  return createHash('sha256').update('kept secrets key').update(key).digest().subarray(0, NAME_BYTES).toString('base64url');
}

/** Reads a key as `openssl rand -base64 32` writes it; undefined when it is none. */
export function readSecretsKey(text: string): Buffer | undefined {
  const key = Buffer.from(text.trim(), 'base64');
  return key.length === KEY_BYTES ? key : undefined;
}
