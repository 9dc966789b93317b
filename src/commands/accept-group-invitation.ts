import { z } from 'zod';
import { tokenForm } from '../domain/account/account-fields.ts';
import { findGroupRole, findGroupInvitation as findInvitation, type GroupInvitation, takeGroupInvitation } from '../store/company-group.ts';
import { hashToken } from '../store/email-token.ts';
import { linkLimit, takeFromLimits } from './attempt-limits.ts';
import type { Context } from './context.ts';
import { AppError } from './errors.ts';
import { logToCompanies } from './group-command.ts';
import { refuseLink } from './mailed-link.ts';
import { parseInput } from './parse-input.ts';
import { requireUser } from './signed-in-user.ts';

const acceptGroupInvitationForm = z.object({ token: tokenForm });

/** What a mailed invitation is for, or undefined when it no longer works. Uses nothing up. @throws AppError `too-many-attempts` */
export async function findGroupInvitation(ctx: Context, token: string): Promise<Pick<GroupInvitation, 'name' | 'role'> | undefined> {
  await takeFromLimits(ctx, [linkLimit(ctx)]);
  return findInvitation(ctx.db, hashToken(token), ctx.now);
}

/**
 * Makes the user who acts a member of the group, by the link that was mailed: who has it was invited. The log of each of its companies says so.
 * @throws AppError `not-signed-in`, `too-many-attempts`, `link-expired`, `already-exists`.
 */
export async function acceptGroupInvitation(
  ctx: Context,
  rawInput: z.input<typeof acceptGroupInvitationForm>,
): Promise<{ groupId: string }> {
  const { userId } = requireUser(ctx);
  const tokenHash = hashToken(parseInput(acceptGroupInvitationForm, rawInput).token);
  await takeFromLimits(ctx, [linkLimit(ctx)]);
  return ctx.db.transaction().execute(async (trx) => {
    const found = (await findInvitation(trx, tokenHash, ctx.now)) ?? refuseLink();
    const { groupId, id, name } = found;
    if ((await findGroupRole(trx, groupId, userId)) !== undefined) {
      throw new AppError('already-exists', `You belong to ${name} already.`, 'Open it among your groups.');
    }
    if (!(await takeGroupInvitation(trx, { groupId, id, userId, at: ctx.now }))) refuseLink();
    await logToCompanies(ctx, trx, groupId, { action: 'join-group-member', detail: { groupId, group: name } });
    return { groupId };
  });
}
