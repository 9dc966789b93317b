import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { findAuthorKey } from '../store/company.ts';
import type { DatabaseTransaction } from '../store/database.ts';

/**
 * What is kept in an author's place: nobody without the company's key can find the author by it, and another company's hash of the same
 * author is another.
 */
export function hashAuthor(authorKey: KeyObject, author: string): string {
  return createHmac('sha256', authorKey).update(author).digest('hex');
}

/** The company's key, ready for any number of authors: making it ready takes longer than a hash. */
export const readyAuthorKey = (authorKey: Buffer): KeyObject => createSecretKey(authorKey);

/** The hash of one author of a company, which must exist. */
export async function hashAuthorOf(trx: DatabaseTransaction, companyId: number, author: string): Promise<string> {
  const authorKey = await findAuthorKey(trx, companyId);
  if (authorKey === undefined) throw new Error(`There is no company ${companyId}.`);
  return hashAuthor(readyAuthorKey(authorKey), author);
}
