import { AppError, isAppError } from '../../commands/errors.ts';
import type { SentEvents } from './record-body.ts';

/** What is said to a recording thread. It answers each body, and ends when it is told to close. */
export type ToThread =
  | { readonly kind: 'record'; readonly id: number; readonly sent: SentEvents; readonly isAlone: boolean }
  | { readonly kind: 'close' };

/** What a recording thread says. */
export type FromThread =
  | { readonly kind: 'ready' }
  | { readonly kind: 'recorded'; readonly id: number; readonly answer: Uint8Array }
  | { readonly kind: 'failed'; readonly id: number; readonly failure: Failure };

/** An error as it goes from one thread to another, which leaves out most of what errors carry. */
export interface Failure {
  readonly message: string;
  readonly stack: string | undefined;
  readonly code: unknown;
  /** Of an AppError; undefined for any other. */
  readonly expected: Pick<AppError, 'code' | 'hint' | 'fields' | 'retryAfterSeconds'> | undefined;
}

export function toFailure(cause: unknown): Failure {
  const error = cause instanceof Error ? cause : new Error(String(cause));
  const { message, stack } = error;
  if (!isAppError(error)) return { message, stack, code: 'code' in error ? error.code : undefined, expected: undefined };
  const { code, hint, fields, retryAfterSeconds } = error;
  return { message, stack, code, expected: { code, hint, fields, retryAfterSeconds } };
}

export function toError({ message, stack, code, expected }: Failure): Error {
  if (expected !== undefined) {
    const { fields, retryAfterSeconds } = expected;
    return new AppError(expected.code, message, expected.hint, {
      fields,
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    });
  }
  const error = Object.assign(new Error(message), code === undefined ? {} : { code });
  if (stack !== undefined) error.stack = stack;
  return error;
}

/** Moves bytes that have a buffer of their own to the other thread; others are copied. */
export function toMove({ buffer, byteLength }: Uint8Array): ArrayBuffer[] {
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [];
}
