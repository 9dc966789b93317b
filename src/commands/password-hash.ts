import { argon2, timingSafeEqual } from 'node:crypto';
import { AppError } from './errors.ts';

/**
 * Argon2id as OWASP recommends it at the least: 19 MiB, two passes, one lane. Stored in the PHC string form, with its
 * parameters, so that they can rise later: a password is hashed anew when its owner next signs in.
 */
const PARAMETERS = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const SALT_BYTES = 16;
const TAG_BYTES = 32;

/** Hashes at work at once: each holds 19 MiB and a thread, of which Node has four for everything. */
const AT_ONCE = 2;
/** Hashes that may wait their turn, some 5 seconds of work; more are refused, so that a flood cannot fill the memory. */
const WAITING = 64;

interface PasswordHash {
  memory: number;
  passes: number;
  parallelism: number;
  salt: Buffer;
  tag: Buffer;
}

/** Hashes a password. @param randomBytes where the salt comes from. @throws AppError `too-many-attempts` when too many wait. */
export async function hashPassword(password: string, randomBytes: (length: number) => Buffer): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const tag = await computeTag(password, { ...PARAMETERS, salt, tagLength: TAG_BYTES });
  const { memory, passes, parallelism } = PARAMETERS;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${toBase64(salt)}$${toBase64(tag)}`;
}

/**
 * Whether `password` is the one that was hashed. Takes as long when it is not.
 * @throws AppError `too-many-attempts` when too many wait.
 */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const { tag, ...parameters } = parseHash(stored);
  const computed = await computeTag(password, { ...parameters, tagLength: tag.length });
  return timingSafeEqual(tag, computed);
}

/** Whether a hash was made with weaker parameters than we use now. */
export function needsRehash(stored: string): boolean {
  const { memory, passes, parallelism } = parseHash(stored);
  return memory < PARAMETERS.memory || passes < PARAMETERS.passes || parallelism !== PARAMETERS.parallelism;
}

/** A hash that no password has, to verify against where there is no account, so that the answer takes as long. */
export const IMPOSSIBLE_HASH = `$argon2id$v=19$m=${PARAMETERS.memory},t=${PARAMETERS.passes},p=1$${toBase64(Buffer.alloc(SALT_BYTES))}$${toBase64(Buffer.alloc(TAG_BYTES))}`;

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

function parseHash(stored: string): PasswordHash {
  const match = PHC.exec(stored);
  if (match === null) throw new Error('A stored password hash is not in the PHC form of Argon2id.');
  const [, memory, passes, parallelism, salt = '', tag = ''] = match;
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
}

function toBase64(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}

let running = 0;
const waiting: (() => void)[] = [];

async function computeTag(
  password: string,
  parameters: { memory: number; passes: number; parallelism: number; salt: Buffer; tagLength: number },
): Promise<Buffer> {
  await takeTurn();
  try {
    return await runArgon2(password, parameters);
  } finally {
    passTurn();
  }
}

async function takeTurn(): Promise<void> {
  if (running < AT_ONCE) {
    running += 1;
    return;
  }
  if (waiting.length >= WAITING) {
    throw new AppError('too-many-attempts', 'Too many people are signing in at this moment.', 'Try again in half a minute.', {
      retryAfterSeconds: 30,
    });
  }
  await new Promise<void>((resolve) => waiting.push(resolve));
}

/** Gives this turn to the one who waits longest: the number at work stays, so nobody can slip in between. */
function passTurn(): void {
  const next = waiting.shift();
  if (next === undefined) running -= 1;
  else next();
}

function runArgon2(
  password: string,
  { salt, ...parameters }: { memory: number; passes: number; parallelism: number; salt: Buffer; tagLength: number },
): Promise<Buffer> {
  // The same password typed on two systems may differ in how its accents are composed.
  const message = password.normalize('NFKC');
  return new Promise((resolve, reject) => {
    argon2('argon2id', { message, nonce: salt, ...parameters }, (error, tag) => (error === null ? resolve(tag) : reject(error)));
  });
}
