import { z } from 'zod';
import { ROLES } from '../domain/company/role.ts';
import { updateMemberRole } from '../store/member.ts';
import { companyCommand } from './company-command.ts';
import { requireAnotherOwner, requireMember, requireOwnRoleCovers } from './role-limits.ts';

const changeMemberRoleForm = z.strictObject({ userId: z.string().min(1).max(80), role: z.enum(ROLES, 'Choose a role.') });

/**
 * Gives a member another role.
 * @throws AppError `not-found`, `not-allowed` where a role above one’s own is given or taken, `last-owner`.
 */
export const changeMemberRole = companyCommand({
  name: 'change-member-role',
  role: 'admin',
  input: changeMemberRoleForm,
  run: async (_ctx, company, { userId, role }, { trx, audit }) => {
    const before = await requireMember(trx, company, userId);
    requireOwnRoleCovers(company, role);
    if (role !== 'owner') await requireAnotherOwner(trx, company, userId);
    await updateMemberRole(trx, company.id, userId, role);
    audit({ userId, before, role });
    return { userId, role };
  },
});
