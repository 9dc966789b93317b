/**
 * Every code an error can carry, with the HTTP status that `http/problem.ts` answers.
 * `docs/errors.md` explains each; a test holds both to this table.
 */
export const ERROR_STATUS = {
  'not-signed-in': 401,
  'wrong-credentials': 401,
  'not-allowed': 403,
  'not-found': 404,
  'invalid-input': 422,
  'too-many-attempts': 429,
  'already-exists': 409,
  'changed-meanwhile': 409,
  'last-owner': 409,
  'address-fixed': 409,
  'link-expired': 410,
  'agreement-incomplete': 422,
  'wrong-api-key': 401,
  'revoked-api-key': 401,
  'too-many-requests': 429,
  'request-timeout': 408,
  busy: 503,
  unavailable: 503,
  'no-browser': 501,
  'no-secrets-key': 501,
  'wrong-company': 403,
  'too-large': 413,
  'not-json': 400,
  'unsupported-media-type': 415,
  'unknown-channel': 422,
  'instant-in-future': 422,
  'conversation-on-other-channel': 409,
  'differs-from-recorded': 409,
  'too-late-to-exclude': 409,
  'malformed-request': 400,
  'method-not-allowed': 405,
  unexpected: 500,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

/** What is wrong with one field of an input: `field` is its path, e.g. `channels.0.handle`. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

export interface AppErrorOptions {
  readonly fields?: readonly FieldProblem[];
  readonly retryAfterSeconds?: number;
}

/** An expected failure: `message` says what happened and why, `hint` what to do. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly hint: string;
  readonly fields: readonly FieldProblem[];
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, message: string, hint: string, options: AppErrorOptions = {}) {
    super(message);
    this.name = 'AppError';
    this.code = code;
    this.hint = hint;
    this.fields = options.fields ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** True for an AppError of any copy of this module: pages are bundled apart from the server. */
export function isAppError(error: unknown): error is AppError {
  return error instanceof Error && error.name === 'AppError' && 'code' in error;
}
