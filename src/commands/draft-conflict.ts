import { AppError } from './errors.ts';

/**
 * Refuses to work on a draft that is not the one the actor has seen.
 * @param conflicts paths of fields that both have changed
 * @throws AppError always.
 */
export function refuseStaleDraft(draft: object | undefined, conflicts: readonly string[] = []): never {
  refuseMissingDraft(draft);
  throw new AppError(
    'changed-meanwhile',
    'Somebody saved this draft while you were working on it, so yours was not saved over it.',
    'What you typed is still here. Compare it with what was saved, then save again to put yours in its place.',
    { fields: conflicts.map((field) => ({ field, message: 'Somebody else changed this too, and saved it first.' })) },
  );
}

/** Refuses to publish or discard a draft that somebody saved after the actor looked at it. @throws AppError always. */
export function refuseUnreadDraft(draft: object | undefined, deed: 'published' | 'discarded'): never {
  refuseMissingDraft(draft);
  throw new AppError(
    'changed-meanwhile',
    `Somebody saved this draft after you opened this page, so nothing was ${deed}.`,
    'The page shows now what was saved. Read it, then decide again.',
  );
}

function refuseMissingDraft(draft: object | undefined): void {
  if (draft !== undefined) return;
  throw new AppError('not-found', 'There is no draft: it was published or discarded.', 'Start a new draft from the version in force.');
}
