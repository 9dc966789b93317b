import { z } from 'zod';
import { agreeToGroup as agree } from '../store/company-group.ts';
import { companyCommand } from './company-command.ts';
import { AppError } from './errors.ts';

const agreeToGroupForm = z.strictObject({ groupId: z.string().min(1).max(40) });

/**
 * Lets a group that asked see the company's reports, and nothing else of it, until the company leaves.
 * @throws AppError `not-found` when no such group waits for an answer.
 */
export const agreeToGroup = companyCommand({
  name: 'agree-to-group',
  role: 'owner',
  input: agreeToGroupForm,
  run: async (ctx, company, { groupId }, { trx, audit }) => {
    const userId = ctx.actor.kind === 'user' ? ctx.actor.userId : null;
    const group = await agree(trx, company.id, groupId, { at: ctx.now, userId });
    if (group === undefined) {
      throw new AppError(
        'not-found',
        'No such group waits for an answer.',
        'Load the page again: somebody may have answered, or the group is gone.',
      );
    }
    audit({ groupId, group });
    return { group };
  },
});
