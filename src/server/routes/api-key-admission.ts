import type { IncomingMessage } from 'node:http';
import type { AuthenticatedKey } from '../../commands/authenticate-api-key.ts';
import { checkKeyCompany } from '../../commands/check-key-company.ts';
import type { Context } from '../../commands/context.ts';
import { AppError, isAppError } from '../../commands/errors.ts';
import { findClientAddress } from '../../http/client-address.ts';
import { buildContext } from '../../http/services.ts';
import type { App } from '../app.ts';
import { RequestRate } from '../request-rate.ts';
import { KnownApiKeys } from './known-api-keys.ts';

const WINDOW_SECONDS = 60;
/** Requests with one key in a window. */
export const MOST_REQUESTS = 6_000;
const REQUESTS_AT_ONCE = 100;
/** Tries with keys that do not work, from one address in a window. */
export const MOST_WRONG_KEYS = 30;

/** What a server knows of keys: how often they are used, and whose they are. */
interface Admission {
  readonly keys: RequestRate;
  readonly wrongKeys: RequestRate;
  readonly known: KnownApiKeys;
}

const admissions = new WeakMap<App, Admission>();

export type AdmittedContext = Context & AuthenticatedKey;

/**
 * Lets a request in whose key works or did a moment ago (`KnownApiKeys`), is not used too often, and belongs to the company that the address
 * names (`?company=`), if it names one.
 * @throws AppError `wrong-api-key`, `revoked-api-key`, `wrong-company`, `too-many-requests`.
 */
export async function admitApiKey(app: App, request: IncomingMessage, url: URL): Promise<AdmittedContext> {
  const address = findClientAddress(request, app.config.trustedProxies);
  const userAgent = request.headers['user-agent'] ?? '';
  const ctx = buildContext(app.services, { actor: { kind: 'anonymous' }, address, userAgent });
  const { keys, wrongKeys, known } = getAdmission(app);
  const key = await known.authenticate(ctx, readBearer(request)).catch(async (error: unknown) => {
    if (!isAppError(error)) throw error;
    // Only tries that fail are counted and slowed down: others at the same address go on.
    const waitSeconds = await wrongKeys.take(address, ctx.now);
    throw waitSeconds > 0 ? tooMany(waitSeconds, 'tries with API keys that do not work') : error;
  });
  const waitSeconds = await keys.take(key.actor.keyId, ctx.now);
  if (waitSeconds > 0) throw tooMany(waitSeconds, 'requests with this key');
  const company = url.searchParams.get('company');
  if (company !== null) await checkKeyCompany(ctx, key.actor, company);
  return { ...ctx, ...key };
}

/** Of this server. */
export function getAdmission(app: App): Admission {
  const known = admissions.get(app);
  if (known !== undefined) return known;
  const { db } = app.services;
  const admission = {
    keys: new RequestRate(db, { name: 'api-key', most: MOST_REQUESTS, windowSeconds: WINDOW_SECONDS, lot: REQUESTS_AT_ONCE }),
    wrongKeys: new RequestRate(db, { name: 'wrong-api-key', most: MOST_WRONG_KEYS, windowSeconds: WINDOW_SECONDS, lot: 1 }),
    known: new KnownApiKeys(),
  };
  admissions.set(app, admission);
  return admission;
}

function readBearer(request: IncomingMessage): string | undefined {
  return /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
}

function tooMany(retryAfterSeconds: number, what: string): AppError {
  const hint = `Wait ${retryAfterSeconds} seconds, and put more events into one batch.`;
  return new AppError('too-many-requests', `There were too many ${what} in a minute.`, hint, { retryAfterSeconds });
}
