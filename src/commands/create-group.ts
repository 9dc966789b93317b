import { roleAllows } from '../domain/company/role.ts';
import { countManagedGroups, insertGroup, insertGroupManager } from '../store/company-group.ts';
import { listRolesOf } from '../store/member.ts';
import { findUserById } from '../store/user-account.ts';
import type { Context } from './context.ts';
import { AppError } from './errors.ts';
import { type GroupInput, groupForm } from './group-form.ts';
import { parseInput } from './parse-input.ts';
import { requireUser } from './signed-in-user.ts';

const MOST_GROUPS = 20;
const ID_BYTES = 9;

/**
 * Makes a group, managed by the user who acts. It is empty: companies join it one by one.
 * @throws AppError `not-signed-in`, `not-allowed` for who is owner or admin of no company, `invalid-input` also at 20 groups.
 */
export async function createGroup(ctx: Context, rawInput: GroupInput): Promise<{ groupId: string }> {
  const { userId } = requireUser(ctx);
  const { name } = parseInput(groupForm, rawInput);
  return ctx.db.transaction().execute(async (trx) => {
    const account = await findUserById(trx, userId);
    const roles = await listRolesOf(trx, userId);
    if (account === undefined || !roles.some((role) => roleAllows(role, 'admin'))) {
      throw new AppError('not-allowed', 'Owners and admins of a company make groups.', 'Make a company first, or ask an owner of yours.');
    }
    if ((await countManagedGroups(trx, userId)) >= MOST_GROUPS) {
      throw new AppError('invalid-input', `You manage ${MOST_GROUPS} groups, which is the most.`, 'Delete one that nobody needs.');
    }
    const groupId = ctx.randomBytes(ID_BYTES).toString('base64url');
    await insertGroup(trx, { id: groupId, name, createdAt: ctx.now, createdBy: userId });
    const id = ctx.randomBytes(ID_BYTES).toString('base64url');
    await insertGroupManager(trx, { groupId, id, email: account.email, userId, at: ctx.now });
    return { groupId };
  });
}
