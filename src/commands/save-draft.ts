import { z } from 'zod';
import { type Agreement, agreementForm } from '../domain/agreement/agreement.ts';
import { mergeAgreements } from '../domain/agreement/merge-agreements.ts';
import { type AgreementDraft, findAgreementDraft, updateAgreementDraft } from '../store/agreement-draft.ts';
import { upsertChannels } from '../store/channel.ts';
import { companyCommand } from './company-command.ts';
import { refuseStaleDraft } from './draft-conflict.ts';

const saveDraftForm = z.strictObject({
  /** The revision that the edit is based on. */
  revision: z.int().min(1),
  /** The whole document or any of its parts; a part replaces the one of the draft. */
  content: agreementForm.partial(),
  /** The draft as the edit began, so that an edit of another part that was saved meanwhile is kept; without it any such edit is a conflict. */
  base: agreementForm.optional(),
});

/**
 * Saves the draft, which may be incomplete, and makes its channels known, so that events can be sent to them.
 * Returns the new revision, what was saved, and whether an edit that was saved meanwhile is in it.
 * @throws AppError `changed-meanwhile` when another edit was saved first and, with a base, changed the same fields: they are named.
 *   Nothing is overwritten. `not-found` without a draft.
 */
export const saveDraft = companyCommand({
  name: 'save-draft',
  role: 'editor',
  input: saveDraftForm,
  run: async (ctx, company, { revision, content: parts, base }, { trx, audit }) => {
    const draft = await findAgreementDraft(trx, company.id);
    if (draft === undefined) return refuseStaleDraft(draft);
    const isStale = draft.revision !== revision;
    const content = isStale ? mergeIntoDraft(draft, parts, base) : { ...draft.content, ...withoutUndefined(parts) };
    const saved = await updateAgreementDraft(trx, company.id, draft.revision, {
      content,
      updatedAt: ctx.now,
      updatedBy: ctx.actor.kind === 'user' ? ctx.actor.userId : null,
    });
    if (saved === undefined) return refuseStaleDraft(draft);
    await upsertChannels(trx, company.id, content.channels, ctx.now);
    audit({ revision: saved, parts: Object.keys(parts) });
    return { revision: saved, content, isMerged: isStale };
  },
});

function mergeIntoDraft(draft: AgreementDraft, parts: Parts, base: Agreement | undefined): Agreement {
  if (base === undefined) return refuseStaleDraft(draft);
  const { content, conflicts } = mergeAgreements(base, draft.content, { ...base, ...withoutUndefined(parts) });
  return conflicts.length === 0 ? content : refuseStaleDraft(draft, conflicts);
}

type Parts = { [Key in keyof Agreement]?: Agreement[Key] | undefined };

function withoutUndefined(parts: Parts): Partial<Agreement> {
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined));
}
