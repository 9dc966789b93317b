import { findApiKeyByHash } from '../store/api-key.ts';
import { hashApiKey, isApiKeyForm, isSameHash, revokedKey } from './api-key-secret.ts';
import type { Actor, Context } from './context.ts';
import { AppError } from './errors.ts';

/** The last use is written at most so often. */
const USE_NOTED_EVERY_SECONDS = 60;

export type ApiKeyActor = Extract<Actor, { kind: 'api-key' }>;

/** A key that works. */
export interface AuthenticatedKey {
  readonly actor: ApiKeyActor;
  /** True when its last use was noted so long ago that `noteApiKeyUse` is due. */
  readonly isUseDue: boolean;
}

/**
 * Finds out whose API key this is.
 * @param key as it came with the request; undefined when none did.
 * @throws AppError `wrong-api-key`, or `revoked-api-key` when it worked once.
 */
export async function authenticateApiKey(ctx: Context, key: string | undefined): Promise<AuthenticatedKey> {
  const hint = 'Send the header “Authorization: Bearer kept_…” with a key from the company’s sources page.';
  if (key === undefined) throw new AppError('wrong-api-key', 'The request has no API key.', hint);
  if (!isApiKeyForm(key)) throw new AppError('wrong-api-key', 'This is not an API key of ours: it does not look like one.', hint);
  const hash = hashApiKey(key);
  const found = await findApiKeyByHash(ctx.db, hash);
  if (found === undefined || !isSameHash(found.secretHash, hash)) {
    throw new AppError('wrong-api-key', 'There is no such API key.', hint);
  }
  if (found.revokedAt !== null) throw revokedKey(`The API key ${found.prefix}…`);
  const isUseDue = found.lastUsedAt === null || found.lastUsedAt + USE_NOTED_EVERY_SECONDS <= ctx.now;
  return { actor: { kind: 'api-key', keyId: found.id, companyId: found.companyId, sourceId: found.sourceId }, isUseDue };
}
