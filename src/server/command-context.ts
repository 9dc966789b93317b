import { randomBytes } from 'node:crypto';
import type { Context } from '../commands/context.ts';
import type { Database } from '../store/database.ts';
import { NO_SECRETS } from '../store/secret-box.ts';

/** The context of what is done from a shell: by the system itself, now; mails that it would ask for are not sent. */
export function makeCommandContext(db: Database): Context {
  const now = Math.floor(Date.now() / 1000);
  return {
    db,
    now,
    actor: { kind: 'system' },
    address: '',
    userAgent: '',
    baseUrl: '',
    randomBytes,
    secrets: NO_SECRETS,
    enqueue: async () => {},
  };
}
