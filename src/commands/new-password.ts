import { findPasswordProblem } from '../domain/account/password-policy.ts';
import { AppError } from './errors.ts';

/** @throws AppError `invalid-input` at the field `password` when it is too short or easily guessed. */
export function requireGoodPassword(password: string, owner: { email: string; name: string }): void {
  const problem = findPasswordProblem(password, owner);
  if (problem === undefined) return;
  throw new AppError('invalid-input', problem, 'Choose another password and send it again.', {
    fields: [{ field: 'password', message: problem }],
  });
}
