import { z } from 'zod';

/** A mail address, in small letters. */
export const emailForm = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, 'A mail address has at most 254 characters.')
  .pipe(z.email('Write a mail address such as name@example.org.'));

/** What a person is called on screen. */
export const personNameForm = z
  .string()
  .trim()
  .min(1, 'Write your name.')
  .max(80, 'Write at most 80 characters.')
  .regex(/^[^\p{Cc}]*$/u, 'Leave out control characters.');

/** A password as typed; `findPasswordProblem` judges a new one. The bound keeps hashing cheap. */
export const typedPasswordForm = z.string().min(1, 'Write your password.').max(1024, 'This is longer than any password here.');

/** The secret part of a mailed link. */
export const tokenForm = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'The link is not complete. Open it again from the mail.');
