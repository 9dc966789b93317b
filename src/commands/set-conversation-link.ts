import { z } from 'zod';
import { conversationLinkForm } from '../domain/source/conversation-link.ts';
import { updateConversationLink } from '../store/source.ts';
import { companyCommand } from './company-command.ts';
import { AppError } from './errors.ts';

export const setConversationLinkForm = z.strictObject({ sourceId: z.coerce.number().int().min(1), link: conversationLinkForm });

/**
 * Says where a source shows its conversations, so that the queue can lead there. An empty address takes it back.
 * @throws AppError `not-found` when the company has no such source.
 */
export const setConversationLink = companyCommand({
  name: 'set-conversation-link',
  role: 'admin',
  input: setConversationLinkForm,
  run: async (_ctx, company, { sourceId, link }, { trx, audit }) => {
    if (!(await updateConversationLink(trx, company.id, sourceId, link === '' ? null : link))) {
      throw new AppError('not-found', 'There is no such source.', 'Load the page again to see the sources there are.');
    }
    audit({ sourceId, link });
    return { sourceId };
  },
});
