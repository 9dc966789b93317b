import { randomBytes } from 'node:crypto';
import type { Actor, Context } from '../../src/commands/context.ts';
import type { Instant } from '../../src/domain/instant.ts';
import type { Database } from '../../src/store/database.ts';
import { NO_SECRETS } from '../../src/store/secret-box.ts';

/** A context for commands that no request asks for. Mails it asks for are not sent. */
export function makeSystemContext(db: Database, now: Instant, actor: Actor = { kind: 'system' }): Context {
  return {
    db,
    now,
    actor,
    address: '',
    userAgent: '',
    baseUrl: 'http://localhost',
    randomBytes,
    secrets: NO_SECRETS,
    enqueue: async () => {},
  };
}
