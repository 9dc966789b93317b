import { authorise } from '../commands/company-command.ts';
import type { Context } from '../commands/context.ts';
import { AppError } from '../commands/errors.ts';
import { saveDraft } from '../commands/save-draft.ts';
import { startDraft } from '../commands/start-draft.ts';
import { type ChosenTarget, putTarget } from '../domain/promise/put-target.ts';
import { findDraft } from '../views/find-draft.ts';

/**
 * Writes a target into the company's draft, which is begun from the version in force when there is none.
 * @throws AppError `not-found` when the draft does not make this promise, and as `startDraft` and `saveDraft` do.
 */
export async function useTarget(ctx: Context, slug: string, chosen: ChosenTarget): Promise<void> {
  const company = await authorise(ctx, slug, 'editor');
  const draft = (await findDraft(ctx.db, company.id, ctx.now)) ?? (await startDraft(ctx, slug, { from: 'version' }));
  const content = putTarget(draft.content, chosen, company.timeZone);
  if (content === undefined) {
    throw new AppError(
      'not-found',
      'The draft does not have this promise or these hours.',
      'Open the agreement: change the promise there, or discard the draft and try again.',
    );
  }
  await saveDraft(ctx, slug, { revision: draft.revision, content, base: draft.content });
}
