import type { IncomingMessage } from 'node:http';
import type { AstroCookies } from 'astro';
import { Lucia, TimeSpan } from 'lucia';
import type { Actor } from '../commands/context.ts';
import { type SessionUser, updateSessionLastSeen } from '../store/user-session.ts';
import type { Services } from './services.ts';
import { createSessionAdapter, hashSessionId, type SessionFacts, type UserFacts } from './session-adapter.ts';

/** Sessions of signed-in users. This file alone knows lucia. */

declare module 'lucia' {
  interface Register {
    Lucia: ReturnType<typeof createLucia>;
    DatabaseSessionAttributes: SessionFacts;
    DatabaseUserAttributes: UserFacts;
  }
}

/** A session lives this long after its last use; lucia renews it in the second half. */
const SESSION_DAYS = 30;
/** How old "last seen" may grow before it is written again, so that reading pages does not write each time. */
const SEEN_EVERY_SECONDS = 300;
/** Longest user agent kept. */
const USER_AGENT_LENGTH = 300;

/** From where and with what a browser asks. */
export interface Visitor {
  readonly address: string;
  readonly userAgent: string;
}

export interface SignedIn {
  readonly actor: Extract<Actor, { kind: 'user' }>;
  readonly user: SessionUser;
}

type SessionServices = Pick<Services, 'db' | 'baseUrl' | 'now'>;

function createLucia(services: SessionServices) {
  const secure = services.baseUrl.startsWith('https://');
  return new Lucia(createSessionAdapter(services.db, services.now), {
    sessionExpiresIn: new TimeSpan(SESSION_DAYS, 'd'),
    // Browsers accept the prefix __Host- only over https, for the whole host and nothing else.
    sessionCookie: { name: secure ? '__Host-kept_session' : 'kept_session', attributes: { secure, sameSite: 'lax', path: '/' } },
    getSessionAttributes: (facts: SessionFacts) => ({ lastSeenAt: facts.lastSeenAt }),
    getUserAttributes: (facts: UserFacts) => ({ name: facts.name, email: facts.email }),
  });
}

/** Who asks for a page, or undefined. Renews the cookie when it is due and clears one that no longer means anything. */
export async function readSession(services: SessionServices, cookies: AstroCookies, visitor: Visitor): Promise<SignedIn | undefined> {
  const lucia = createLucia(services);
  const sessionId = cookies.get(lucia.sessionCookieName)?.value;
  if (sessionId === undefined || sessionId === '') return undefined;
  const { signedIn, fresh } = await validate(services, lucia, sessionId, visitor);
  if (signedIn === undefined) setCookie(cookies, lucia.createBlankSessionCookie());
  else if (fresh) setCookie(cookies, lucia.createSessionCookie(sessionId));
  return signedIn;
}

/**
 * Who asks one of the server's own routes, which answer before Astro, or undefined. Sets no cookie.
 * A route that changes something must also check where the request came from (`http/origin.ts`).
 */
export async function readSessionOfRequest(
  services: SessionServices,
  request: IncomingMessage,
  visitor: Visitor,
): Promise<SignedIn | undefined> {
  const lucia = createLucia(services);
  const sessionId = lucia.readSessionCookie(request.headers.cookie ?? '');
  if (sessionId === null || sessionId === '') return undefined;
  return (await validate(services, lucia, sessionId, visitor)).signedIn;
}

/** Signs the user in on this browser with a new session; one that the browser had before ends. */
export async function startSession(services: SessionServices, cookies: AstroCookies, userId: string, visitor: Visitor): Promise<void> {
  const lucia = createLucia(services);
  const before = cookies.get(lucia.sessionCookieName)?.value;
  if (before !== undefined && before !== '') await lucia.invalidateSession(before);
  const now = services.now();
  const session = await lucia.createSession(userId, { createdAt: now, lastSeenAt: now, ...trimmed(visitor) });
  setCookie(cookies, lucia.createSessionCookie(session.id));
}

/** Signs this browser out. */
export async function endSession(services: SessionServices, cookies: AstroCookies): Promise<void> {
  const lucia = createLucia(services);
  const sessionId = cookies.get(lucia.sessionCookieName)?.value;
  if (sessionId !== undefined && sessionId !== '') await lucia.invalidateSession(sessionId);
  setCookie(cookies, lucia.createBlankSessionCookie());
}

async function validate(
  services: SessionServices,
  lucia: ReturnType<typeof createLucia>,
  sessionId: string,
  visitor: Visitor,
): Promise<{ signedIn: SignedIn | undefined; fresh: boolean }> {
  const { session, user } = await lucia.validateSession(sessionId);
  if (session === null) return { signedIn: undefined, fresh: false };
  const sessionHash = hashSessionId(sessionId);
  const now = services.now();
  if (session.lastSeenAt + SEEN_EVERY_SECONDS <= now) {
    await updateSessionLastSeen(services.db, sessionHash, { lastSeenAt: now, ...trimmed(visitor) });
  }
  const actor = { kind: 'user', userId: user.id, sessionHash } as const;
  return { signedIn: { actor, user: { id: user.id, name: user.name, email: user.email } }, fresh: session.fresh };
}

const trimmed = (visitor: Visitor): Visitor => ({
  address: visitor.address,
  userAgent: visitor.userAgent.slice(0, USER_AGENT_LENGTH),
});

function setCookie(cookies: AstroCookies, cookie: ReturnType<ReturnType<typeof createLucia>['createSessionCookie']>): void {
  const { secure, path, sameSite, httpOnly, maxAge } = cookie.attributes;
  cookies.set(cookie.name, cookie.value, {
    secure: secure ?? true,
    path: path ?? '/',
    sameSite: sameSite ?? 'lax',
    httpOnly: httpOnly ?? true,
    ...(maxAge === undefined ? {} : { maxAge }),
  });
}
