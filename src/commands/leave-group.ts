import { z } from 'zod';
import { deleteGroupPlace, findGroupName } from '../store/company-group.ts';
import { companyCommand } from './company-command.ts';
import { AppError } from './errors.ts';

const leaveGroupForm = z.strictObject({ groupId: z.string().min(1).max(40) });

/**
 * Takes the company out of a group, whose members see its reports no more from then on; or turns down a group that asked.
 * @throws AppError `not-found` when it is in no such group.
 */
export const leaveGroup = companyCommand({
  name: 'leave-group',
  role: 'owner',
  input: leaveGroupForm,
  run: async (_ctx, company, { groupId }, { trx, audit }) => {
    const group = await findGroupName(trx, groupId);
    if (!(await deleteGroupPlace(trx, company.id, groupId))) {
      throw new AppError('not-found', 'The company is in no such group.', 'Load the page again to see its groups.');
    }
    audit({ groupId, group });
  },
});
