import { AppError } from './errors.ts';

/**
 * Refuses to work on a draft that is not the one the actor has seen.
 * @param conflicts paths of fields that both have changed
 * @throws AppError always.
 */
export function refuseStaleDraft(draft: object | undefined, conflicts: readonly string[] = []): never {
  if (draft === undefined) {
    throw new AppError('not-found', 'There is no draft: it was published or discarded.', 'Start a new draft from the version in force.');
  }
  throw new AppError(
    'changed-meanwhile',
    'Somebody saved this draft while you were working on it, so yours was not saved over it.',
    'What you typed is still here. Compare it with what was saved, then save again to put yours in its place.',
    { fields: conflicts.map((field) => ({ field, message: 'Somebody else changed this too, and saved it first.' })) },
  );
}
