import { type AppError, ERROR_STATUS, isAppError } from '../commands/errors.ts';

/** RFC 9457 problem details, with our own members `code`, `hint` and `fields`. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly hint: string;
  readonly fields?: readonly { field: string; message: string }[];
}

/** The problem that an error becomes. What was not expected is logged by the caller and told without its inside. */
export function toProblem(error: unknown, baseUrl: string): Problem {
  if (!isAppError(error)) {
    return {
      type: `${baseUrl}/api#unexpected`,
      title: 'Unexpected error',
      status: 500,
      detail: 'Something went wrong on our side.',
      code: 'unexpected',
      hint: 'Try again in a minute. Nothing of a request that failed was saved.',
    };
  }
  return {
    type: `${baseUrl}/api#${error.code}`,
    title: titleOf(error.code),
    status: ERROR_STATUS[error.code],
    detail: error.message,
    code: error.code,
    hint: error.hint,
    ...(error.fields.length > 0 ? { fields: error.fields } : {}),
  };
}

/** The headers that go with a problem. */
export function problemHeaders(error: unknown): Record<string, string> {
  const retryAfter = isAppError(error) ? error.retryAfterSeconds : undefined;
  const wantsKey = isAppError(error) && (error.code === 'wrong-api-key' || error.code === 'revoked-api-key');
  return {
    'Content-Type': 'application/problem+json',
    'Cache-Control': 'no-store',
    ...(retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) }),
    ...(wantsKey ? { 'WWW-Authenticate': 'Bearer' } : {}),
  };
}

const titleOf = (code: AppError['code']): string => `${code[0]?.toUpperCase() ?? ''}${code.slice(1).replaceAll('-', ' ')}`;
