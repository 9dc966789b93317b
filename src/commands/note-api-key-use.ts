import { setApiKeyLastUsed } from '../store/api-key.ts';
import type { ApiKeyActor } from './authenticate-api-key.ts';
import type { Context } from './context.ts';

/** Remembers that the key was used now, so that people see which keys are in use. */
export async function noteApiKeyUse(ctx: Context, key: ApiKeyActor): Promise<void> {
  await setApiKeyLastUsed(ctx.db, key.companyId, key.keyId, ctx.now);
}
