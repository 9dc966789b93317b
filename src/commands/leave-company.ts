import { z } from 'zod';
import { deleteMember } from '../store/member.ts';
import { companyCommand } from './company-command.ts';
import { requireAnotherOwner } from './role-limits.ts';
import { requireUser } from './signed-in-user.ts';

/** Ends one’s own membership. @throws AppError `last-owner`. */
export const leaveCompany = companyCommand({
  name: 'leave-company',
  role: 'viewer',
  input: z.strictObject({}),
  run: async (ctx, company, _input, { trx }) => {
    const { userId } = requireUser(ctx);
    await requireAnotherOwner(trx, company, userId);
    await deleteMember(trx, company.id, userId);
    return { company: company.name };
  },
});
