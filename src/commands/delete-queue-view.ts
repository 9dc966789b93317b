import { z } from 'zod';
import { deleteSavedViewOf } from '../store/saved-view.ts';
import { companyCommand } from './company-command.ts';
import { AppError } from './errors.ts';
import { requireUser } from './signed-in-user.ts';

export const deleteQueueViewForm = z.strictObject({ viewId: z.string().min(1).max(40) });

/**
 * Deletes a saved view of the queue: one's own, or one of the whole company.
 * @throws AppError `not-found` when there is none, or it is another member's.
 */
export const deleteQueueView = companyCommand({
  name: 'delete-queue-view',
  role: 'agent',
  input: deleteQueueViewForm,
  run: async (ctx, company, { viewId }, { trx, audit }) => {
    const name = await deleteSavedViewOf(trx, company.id, requireUser(ctx).userId, viewId);
    if (name === undefined) {
      throw new AppError('not-found', 'There is no such saved view.', 'Load the page again to see those there are.');
    }
    audit({ viewId, name });
    return { viewId };
  },
});
