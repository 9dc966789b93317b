import { z } from 'zod';
import { type Agreement, agreementForm } from '../domain/agreement/agreement.ts';
import { findAgreementDraft, updateAgreementDraft } from '../store/agreement-draft.ts';
import { upsertChannels } from '../store/channel.ts';
import { companyCommand } from './company-command.ts';
import { refuseStaleDraft } from './draft-conflict.ts';

const saveDraftForm = z.strictObject({
  /** The revision that the edit is based on. */
  revision: z.int().min(1),
  /** The whole document or any of its parts; a part replaces the one of the draft. */
  content: agreementForm.partial(),
});

/**
 * Saves the draft, which may be incomplete, and makes its channels known, so that events can be sent to them.
 * Returns the new revision.
 * @throws AppError `changed-meanwhile` when another edit was saved first; nothing is overwritten. `not-found` without a draft.
 */
export const saveDraft = companyCommand({
  name: 'save-draft',
  role: 'editor',
  input: saveDraftForm,
  run: async (ctx, company, { revision, content: parts }, { trx, audit }) => {
    const draft = await findAgreementDraft(trx, company.id);
    if (draft === undefined || draft.revision !== revision) return refuseStaleDraft(draft);
    const content: Agreement = { ...draft.content, ...withoutUndefined(parts) };
    const saved = await updateAgreementDraft(trx, company.id, revision, {
      content,
      updatedAt: ctx.now,
      updatedBy: ctx.actor.kind === 'user' ? ctx.actor.userId : null,
    });
    if (saved === undefined) return refuseStaleDraft(draft);
    await upsertChannels(trx, company.id, content.channels, ctx.now);
    audit({ revision: saved, parts: Object.keys(parts) });
    return { revision: saved, content };
  },
});

type Parts = { [Key in keyof Agreement]?: Agreement[Key] | undefined };

function withoutUndefined(parts: Parts): Partial<Agreement> {
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined));
}
