import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { test } from 'node:test';
import type { AstroCookieSetOptions, AstroCookies } from 'astro';
import { endSession, readSession, readSessionOfRequest, startSession } from '../../src/http/session.ts';
import type { Database } from '../../src/store/database.ts';
import { makeUser } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';

const VISITOR = { address: '192.0.2.1', userAgent: 'Test browser' };
const DAY = 86_400;
const present = (): number => Math.floor(Date.now() / 1000);

/** A browser's cookies, as far as sessions use them. */
function makeCookies() {
  const jar = new Map<string, { value: string; options: AstroCookieSetOptions }>();
  const cookies = {
    get: (name: string) => jar.get(name),
    set: (name: string, value: string, options: AstroCookieSetOptions = {}) => void jar.set(name, { value, options }),
  } as unknown as AstroCookies;
  return { cookies, jar };
}

function servicesOf(db: Database, baseUrl = 'http://localhost:4321') {
  return { db, baseUrl, now: present };
}

onEachDatabase('http/session', (open) => {
  test('a session is stored only as the hash of its id', async () => {
    const { db } = await open();
    const user = await makeUser(db);
    const { cookies, jar } = makeCookies();
    await startSession(servicesOf(db), cookies, user.id, VISITOR);
    const id = jar.get('kept_session')?.value ?? '';
    assert.match(id, /^[a-z0-9]{40}$/);
    const rows = await db.selectFrom('user_session').selectAll().where('user_id', '=', user.id).execute();
    assert.equal(rows.length, 1);
    assert.equal(rows[0]?.id_hash, createHash('sha256').update(id).digest('hex'));
    assert.ok(!JSON.stringify(rows).includes(id));
    const signedIn = await readSession(servicesOf(db), cookies, VISITOR);
    assert.deepEqual(signedIn?.actor, { kind: 'user', userId: user.id, sessionHash: rows[0]?.id_hash });
    assert.equal(signedIn?.user.email, user.email);
  });

  test('the stored hash is no session id', async () => {
    const { db } = await open();
    const user = await makeUser(db);
    const { cookies, jar } = makeCookies();
    await startSession(servicesOf(db), cookies, user.id, VISITOR);
    const { id_hash: hash } = await db
      .selectFrom('user_session')
      .select('id_hash')
      .where('user_id', '=', user.id)
      .executeTakeFirstOrThrow();
    cookies.set('kept_session', hash);
    assert.equal(await readSession(servicesOf(db), cookies, VISITOR), undefined);
    assert.equal(jar.get('kept_session')?.value, '');
  });

  test('the cookie is for this host alone and out of reach of scripts', async () => {
    const { db } = await open();
    const user = await makeUser(db);
    const { cookies, jar } = makeCookies();
    await startSession(servicesOf(db), cookies, user.id, VISITOR);
    assert.deepEqual(jar.get('kept_session')?.options, { secure: false, path: '/', sameSite: 'lax', httpOnly: true, maxAge: 30 * DAY });
    const secure = makeCookies();
    await startSession(servicesOf(db, 'https://kept.example'), secure.cookies, user.id, VISITOR);
    assert.equal(secure.jar.get('__Host-kept_session')?.options.secure, true);
    assert.equal(secure.jar.get('__Host-kept_session')?.options.domain, undefined);
  });

  test('signing in again on a browser ends its session before', async () => {
    const { db } = await open();
    const user = await makeUser(db);
    const { cookies, jar } = makeCookies();
    await startSession(servicesOf(db), cookies, user.id, VISITOR);
    const before = jar.get('kept_session')?.value ?? '';
    await startSession(servicesOf(db), cookies, user.id, VISITOR);
    assert.notEqual(jar.get('kept_session')?.value, before);
    assert.equal((await db.selectFrom('user_session').select('id_hash').where('user_id', '=', user.id).execute()).length, 1);
  });

  test('signing out ends the session and clears the cookie', async () => {
    const { db } = await open();
    const user = await makeUser(db);
    const { cookies, jar } = makeCookies();
    await startSession(servicesOf(db), cookies, user.id, VISITOR);
    const id = jar.get('kept_session')?.value ?? '';
    await endSession(servicesOf(db), cookies);
    assert.equal(jar.get('kept_session')?.value, '');
    assert.equal(await readSessionOfRequest(servicesOf(db), requestWith(id), VISITOR), undefined);
  });

  test('a session is renewed in its second half and refused after its end', async () => {
    const { db } = await open();
    const user = await makeUser(db);
    const { cookies, jar } = makeCookies();
    await startSession(servicesOf(db), cookies, user.id, VISITOR);
    const expire = (inSeconds: number) =>
      db
        .updateTable('user_session')
        .set({ expires_at: present() + inSeconds })
        .where('user_id', '=', user.id)
        .execute();
    await expire(10 * DAY);
    assert.ok(await readSession(servicesOf(db), cookies, VISITOR));
    const { expires_at: renewed } = await db
      .selectFrom('user_session')
      .select('expires_at')
      .where('user_id', '=', user.id)
      .executeTakeFirstOrThrow();
    assert.ok(renewed > present() + 29 * DAY);
    await expire(-1);
    assert.equal(await readSession(servicesOf(db), cookies, VISITOR), undefined);
    assert.equal(jar.get('kept_session')?.value, '');
  });

  test('last seen is written again only after five minutes', async () => {
    const { db } = await open();
    const user = await makeUser(db);
    const { cookies } = makeCookies();
    await startSession(servicesOf(db), cookies, user.id, VISITOR);
    const later = (seconds: number) => ({ ...servicesOf(db), now: () => present() + seconds });
    const seen = () =>
      db.selectFrom('user_session').select(['address', 'user_agent']).where('user_id', '=', user.id).executeTakeFirstOrThrow();
    await readSession(later(100), cookies, { address: '192.0.2.2', userAgent: 'Other' });
    assert.equal((await seen()).address, '192.0.2.1');
    await readSession(later(400), cookies, { address: '192.0.2.3', userAgent: 'x'.repeat(1000) });
    assert.deepEqual(await seen(), { address: '192.0.2.3', user_agent: 'x'.repeat(300) });
  });

  test('the routes before Astro read the same session', async () => {
    const { db } = await open();
    const user = await makeUser(db);
    const { cookies, jar } = makeCookies();
    await startSession(servicesOf(db), cookies, user.id, VISITOR);
    const signedIn = await readSessionOfRequest(servicesOf(db), requestWith(jar.get('kept_session')?.value ?? ''), VISITOR);
    assert.equal(signedIn?.user.id, user.id);
    assert.equal(await readSessionOfRequest(servicesOf(db), { headers: {} } as IncomingMessage, VISITOR), undefined);
  });
});

const requestWith = (id: string) => ({ headers: { cookie: `a=b; kept_session=${id}` } }) as IncomingMessage;
