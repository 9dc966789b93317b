import { createHash, timingSafeEqual } from 'node:crypto';
import { AppError } from './errors.ts';

/** What every key begins with, so that people and secret scanners recognise one. */
export const API_KEY_MARK = 'kept_';

const SECRET_BYTES = 32;
const SHOWN_CHARACTERS = 12;
const FORM = /^kept_[A-Za-z0-9_-]{43}$/;

/** A new key: shown once, kept only as a hash. 256 random bits need no slow hash. */
export function makeApiKey(randomBytes: (length: number) => Buffer): { key: string; prefix: string; secretHash: string } {
  const key = `${API_KEY_MARK}${randomBytes(SECRET_BYTES).toString('base64url')}`;
  return { key, prefix: key.slice(0, SHOWN_CHARACTERS), secretHash: hashApiKey(key) };
}

export const isApiKeyForm = (text: string): boolean => FORM.test(text);

export const hashApiKey = (key: string): string => createHash('sha256').update(key).digest('hex');

/** Compares two hashes of the same length in the same time wherever they differ. */
export const isSameHash = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** The error of a key that worked once. @param key what it is called. */
export const revokedKey = (key: string): AppError =>
  new AppError('revoked-api-key', `${key} was revoked.`, 'Make a new key on the company’s sources page.');
