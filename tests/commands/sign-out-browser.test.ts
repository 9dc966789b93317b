import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signOutBrowser } from '../../src/commands/sign-out-browser.ts';
import { signOutOthers } from '../../src/commands/sign-out-others.ts';
import { insertSession } from '../../src/store/user-session.ts';
import { readSessions } from '../../src/views/read-sessions.ts';
import { countedBytes, makeContext, makeUser, TEST_NOW } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

onEachDatabase('commands/sign-out-browser', (open) => {
  /** A user signed in with three browsers, the first of which acts, and who saw each last. */
  const begin = async () => {
    const { db } = await open();
    const user = await makeUser(db);
    const hashes = [0, 1, 2].map(() => countedBytes(32).toString('hex'));
    for (const [age, idHash] of hashes.entries()) {
      const times = { createdAt: TEST_NOW - 900, lastSeenAt: TEST_NOW - 600 + age * 60, expiresAt: TEST_NOW + 900 };
      await insertSession(db, { idHash, userId: user.id, userAgent: FIREFOX, address: `192.0.2.${age}`, ...times });
    }
    const actor = { kind: 'user', userId: user.id, sessionHash: hashes[0] ?? '' } as const;
    const list = async () => (await readSessions(db, actor, TEST_NOW)).map(({ session }) => hashes.indexOf(session));
    return { db, user, hashes, actor, list, ctx: makeContext(db, { actor }) };
  };

  test('browsers are listed with this one first, then the last seen', async () => {
    const { db, actor, hashes, list } = await begin();
    assert.deepEqual(await list(), [0, 2, 1]);
    assert.deepEqual((await readSessions(db, actor, TEST_NOW))[0], {
      session: hashes[0],
      browser: 'Firefox on Linux',
      address: '192.0.2.0',
      signedInAt: TEST_NOW - 900,
      lastSeenAt: TEST_NOW - 600,
      isThis: true,
    });
    assert.deepEqual(await readSessions(db, actor, TEST_NOW + 900), []);
  });

  test('one browser is signed out, or all others', async () => {
    const { ctx, hashes, list } = await begin();
    assert.deepEqual(await signOutBrowser(ctx, { session: hashes[1] ?? '' }), { isThisBrowser: false });
    assert.deepEqual(await list(), [0, 2]);
    await assert.rejects(signOutBrowser(ctx, { session: hashes[1] ?? '' }), { code: 'not-found' });
    assert.deepEqual(await signOutOthers(ctx), { signedOutBrowsers: 1 });
    assert.deepEqual(await list(), [0]);
    assert.deepEqual(await signOutBrowser(ctx, { session: hashes[0] ?? '' }), { isThisBrowser: true });
  });

  test('nobody signs somebody else out', async () => {
    const { hashes, list } = await begin();
    const other = await begin();
    await assert.rejects(signOutBrowser(other.ctx, { session: hashes[0] ?? '' }), { code: 'not-found' });
    await assert.rejects(signOutBrowser(other.ctx, { session: 'x' }), { code: 'invalid-input' });
    await assert.rejects(signOutBrowser(makeContext(other.db), { session: hashes[0] ?? '' }), { code: 'not-signed-in' });
    assert.deepEqual(await list(), [0, 2, 1]);
  });
});
