import { hashApiKey } from '../../commands/api-key-secret.ts';
import { type ApiKeyActor, type AuthenticatedKey, authenticateApiKey } from '../../commands/authenticate-api-key.ts';
import type { Context } from '../../commands/context.ts';
import type { Instant } from '../../domain/instant.ts';
import { BoundedCache } from '../../http/bounded-cache.ts';

/** So long a key is taken to work without asking again. */
const KNOWN_SECONDS = 10;
const MOST_KEYS = 10_000;

interface KnownKey {
  readonly actor: ApiKeyActor;
  readonly until: Instant;
}

/**
 * Remembers whose API keys are, by their hashes, so that a sender of many batches asks the database once in ten seconds. For routes whose
 * command looks in its own transaction whether the key works still: there a revoked one is refused at once, by every instance.
 */
export class KnownApiKeys {
  readonly #known = new BoundedCache<string, KnownKey>(MOST_KEYS);

  /** @throws AppError as `authenticateApiKey`. */
  async authenticate(ctx: Context, key: string | undefined): Promise<AuthenticatedKey> {
    const hash = hashApiKey(key ?? '');
    const known = this.#known.get(hash);
    if (known !== undefined && ctx.now < known.until) return { actor: known.actor, isUseDue: false };
    const found = await authenticateApiKey(ctx, key);
    this.#known.set(hash, { actor: found.actor, until: ctx.now + KNOWN_SECONDS });
    return found;
  }
}
