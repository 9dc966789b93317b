import { z } from 'zod';
import { queueFilterForm } from '../domain/queue/queue-filter.ts';
import { countSavedViews, insertSavedView } from '../store/saved-view.ts';
import { companyCommand } from './company-command.ts';
import { AppError } from './errors.ts';
import { requireUser } from './signed-in-user.ts';

const ID_BYTES = 9;
/** More would not be found again. */
const MOST_VIEWS = 50;

export const saveQueueViewForm = z.strictObject({
  name: z.string().trim().min(1, 'Give the view a name, such as Breached on X.').max(60, 'Write at most 60 characters.'),
  isShared: z.boolean().default(false),
  filter: queueFilterForm,
});

/**
 * Keeps a filter of the queue under a name, for oneself or for the whole company.
 * @throws AppError `already-exists` when there is one of this name, `not-allowed` when there are 50.
 */
export const saveQueueView = companyCommand({
  name: 'save-queue-view',
  role: 'agent',
  input: saveQueueViewForm,
  run: async (ctx, company, { name, isShared, filter }, { trx, audit }) => {
    const userId = isShared ? null : requireUser(ctx).userId;
    if ((await countSavedViews(trx, company.id, userId)) >= MOST_VIEWS) {
      throw new AppError('not-allowed', `There are ${MOST_VIEWS} saved views, which is the most.`, 'Delete one that is no longer used.');
    }
    const view = { companyId: company.id, id: ctx.randomBytes(ID_BYTES).toString('base64url'), userId, name, filter, createdAt: ctx.now };
    if (!(await insertSavedView(trx, view))) {
      throw new AppError('already-exists', `There is a saved view called “${name}” already.`, 'Choose another name, or delete that one.', {
        fields: [{ field: 'name', message: 'This name is taken.' }],
      });
    }
    audit({ viewId: view.id, name, isShared, filter });
    return { viewId: view.id };
  },
});
