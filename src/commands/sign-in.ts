import { z } from 'zod';
import { emailForm, typedPasswordForm } from '../domain/account/account-fields.ts';
import { checkPassword } from './check-password.ts';
import type { Context } from './context.ts';
import { AppError } from './errors.ts';
import { parseInput } from './parse-input.ts';

const signInForm = z.object({ email: emailForm, password: typedPasswordForm });

/**
 * Whose address and password these are. The caller starts the session (`http/session.ts`).
 * @throws AppError `invalid-input`, `too-many-attempts`, or `wrong-credentials`, which does not say which of the two is wrong.
 */
export async function signIn(ctx: Context, rawInput: z.input<typeof signInForm>): Promise<{ userId: string }> {
  const input = parseInput(signInForm, rawInput);
  const user = await checkPassword(ctx, input.email, input.password);
  if (user === undefined) {
    throw new AppError(
      'wrong-credentials',
      'The address or the password is wrong.',
      'Check both and try again. If you forgot the password, have a link mailed to set a new one.',
    );
  }
  return { userId: user.id };
}
