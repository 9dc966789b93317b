import assert from 'node:assert/strict';
import type { Database } from '../../src/store/database.ts';
import { insertMember } from '../../src/store/member.ts';
import { GOOD_PASSWORD, openAccount } from './account.ts';
import { makeContext, TEST_NOW } from './context.ts';

/** Stores an owner of the company who can sign in with `GOOD_PASSWORD`. */
export async function makeOwner(db: Database, companyId: number): Promise<{ email: string }> {
  const { userId, email } = await openAccount(makeContext(db));
  await insertMember(db, { companyId, userId, role: 'owner', joinedAt: TEST_NOW });
  return { email };
}

/** Sends a form as a browser does, each time over a new connection. */
export function sendForm(address: string, fields: Record<string, string>, cookie = ''): Promise<Response> {
  const headers = { Origin: new URL(address).origin, Cookie: cookie, Connection: 'close' };
  return fetch(address, { method: 'POST', headers, body: new URLSearchParams(fields), redirect: 'manual' });
}

/** Gets a page over a new connection, as who has the cookie. */
export function getPage(address: string, cookie = ''): Promise<Response> {
  return fetch(address, { headers: { Cookie: cookie, Connection: 'close' }, redirect: 'manual' });
}

/** Signs in and gives the cookie of the session. */
export async function signIn(address: string, email: string, password = GOOD_PASSWORD): Promise<string> {
  const answer = await sendForm(`${address}/sign-in?_action=signIn`, { email, password });
  assert.equal(answer.status, 303, await answer.text());
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0];
  assert.ok(cookie);
  return cookie;
}
