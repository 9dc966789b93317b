import { z } from 'zod';
import { deleteGroupMember, findGroupName, listGroupMembers } from '../store/company-group.ts';
import type { Context } from './context.ts';
import { AppError } from './errors.ts';
import { authoriseGroup, logToCompanies } from './group-command.ts';
import { parseInput } from './parse-input.ts';

const removeGroupMemberForm = z.strictObject({ memberId: z.string().min(1).max(40) });

/**
 * Ends somebody's reading of a group, or an invitation, as who manages it; anybody may end their own.
 * @throws AppError of `authoriseGroup`, `not-found`, `last-owner` for the last who manages it.
 */
export async function removeGroupMember(
  ctx: Context,
  groupId: string,
  rawInput: z.input<typeof removeGroupMemberForm>,
): Promise<{ isOwn: boolean }> {
  const { userId, role } = await authoriseGroup(ctx, groupId, 'reader');
  const { memberId } = parseInput(removeGroupMemberForm, rawInput);
  return ctx.db.transaction().execute(async (trx) => {
    // Held, so that of two managers who leave at once the second sees that the first is gone.
    const name = await findGroupName(trx, groupId, true);
    const members = await listGroupMembers(trx, groupId);
    const member = members.find(({ id }) => id === memberId);
    if (member === undefined) throw new AppError('not-found', 'There is no such member.', 'Load the page again to see who there is.');
    const isOwn = member.userId === userId;
    if (!isOwn && role !== 'manager')
      throw new AppError('not-allowed', 'Who manages the group does this; you read it.', 'Ask one of its managers.');
    const managers = members.filter((other) => other.role === 'manager' && other.userId !== null);
    if (managers.length === 1 && managers[0]?.id === memberId) {
      throw new AppError('last-owner', 'Nobody would manage the group any more.', 'Invite another manager first, or delete the group.');
    }
    await deleteGroupMember(trx, groupId, memberId);
    if (member.userId !== null) {
      await logToCompanies(ctx, trx, groupId, { action: 'remove-group-member', detail: { groupId, group: name, userId: member.userId } });
    }
    return { isOwn };
  });
}
