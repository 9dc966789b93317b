import { z } from 'zod';
import { deleteMember } from '../store/member.ts';
import { companyCommand } from './company-command.ts';
import { requireAnotherOwner, requireMember } from './role-limits.ts';

const removeMemberForm = z.strictObject({ userId: z.string().min(1).max(80) });

/**
 * Ends somebody’s membership; their account stays.
 * @throws AppError `not-found`, `not-allowed` for a role above one’s own, `last-owner`.
 */
export const removeMember = companyCommand({
  name: 'remove-member',
  role: 'admin',
  input: removeMemberForm,
  run: async (_ctx, company, { userId }, { trx, audit }) => {
    const role = await requireMember(trx, company, userId);
    await requireAnotherOwner(trx, company, userId);
    await deleteMember(trx, company.id, userId);
    audit({ userId, role });
    return { userId };
  },
});
