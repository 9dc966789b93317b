import { createHmac } from 'node:crypto';

/**
 * What is kept in an author's place: nobody without the company's key can find the author by it, and another company's hash of the same
 * author is another.
 */
export function hashAuthor(authorKey: Buffer, author: string): string {
  return createHmac('sha256', authorKey).update(author).digest('hex');
}
