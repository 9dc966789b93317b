import { z } from 'zod';
import { personNameForm } from '../domain/account/account-fields.ts';
import { updateUserName } from '../store/user-account.ts';
import type { Context } from './context.ts';
import { parseInput } from './parse-input.ts';
import { requireUser } from './signed-in-user.ts';

const changeNameForm = z.object({ name: personNameForm });

/** Changes what the user who acts is called. @throws AppError `not-signed-in`, `invalid-input`. */
export async function changeName(ctx: Context, rawInput: z.input<typeof changeNameForm>): Promise<{ name: string }> {
  const { userId } = requireUser(ctx);
  const { name } = parseInput(changeNameForm, rawInput);
  await updateUserName(ctx.db, userId, name);
  return { name };
}
