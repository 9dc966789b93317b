import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeName } from '../../src/commands/change-name.ts';
import { changePassword } from '../../src/commands/change-password.ts';
import { confirmEmail } from '../../src/commands/confirm-email.ts';
import { requestEmailChange } from '../../src/commands/request-email-change.ts';
import { requestPasswordReset } from '../../src/commands/request-password-reset.ts';
import { resetPassword } from '../../src/commands/reset-password.ts';
import { signIn } from '../../src/commands/sign-in.ts';
import { signOutOthers } from '../../src/commands/sign-out-others.ts';
import type { Database } from '../../src/store/database.ts';
import { findUserById } from '../../src/store/user-account.ts';
import { insertSession, listSessionsOfUser } from '../../src/store/user-session.ts';
import { GOOD_PASSWORD, lastMailTo, mailsOf, newEmail, openAccount, tokenMailedTo } from '../support/account.ts';
import { countedBytes, makeContext, TEST_NOW, type TestContext } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';

const OTHER_PASSWORD = 'winding river 77 chimney';

/** A new account, signed in on two browsers; the context acts from the first. */
async function signedIn(db: Database): Promise<{ ctx: TestContext; userId: string; email: string }> {
  const ctx = makeContext(db, { address: `198.51.100.${1 + ((countedBytes(1)[0] ?? 0) % 250)}` });
  const { userId, email } = await openAccount(ctx);
  const [here, there] = [await addSession(db, userId), await addSession(db, userId)];
  assert.notEqual(here, there);
  ctx.actor = { kind: 'user', userId, sessionHash: here };
  return { ctx, userId, email };
}

async function addSession(db: Database, userId: string): Promise<string> {
  const idHash = countedBytes(32).toString('hex');
  const times = { createdAt: TEST_NOW, lastSeenAt: TEST_NOW, expiresAt: TEST_NOW + 100_000 };
  await insertSession(db, { idHash, userId, ...times, userAgent: 'test', address: '192.0.2.9' });
  return idHash;
}

onEachDatabase('commands that change an account', (open) => {
  test('a forgotten password is set anew by mail, and every browser is signed out', async () => {
    const { ctx, userId, email } = await signedIn((await open()).db);
    await requestPasswordReset(ctx, { email });
    const token = tokenMailedTo(ctx, email);
    assert.deepEqual(await resetPassword(ctx, { token, password: OTHER_PASSWORD }), { userId });
    assert.deepEqual(await listSessionsOfUser(ctx.db, userId, ctx.now), []);
    await assert.rejects(signIn(ctx, { email, password: GOOD_PASSWORD }), { code: 'wrong-credentials' });
    await signIn(ctx, { email, password: OTHER_PASSWORD });
    await assert.rejects(resetPassword(ctx, { token, password: GOOD_PASSWORD }), { code: 'link-expired' });
    assert.match(lastMailTo(ctx, email).subject, /was changed/);
  });

  test('a reset link expires after an hour, and a link for another purpose resets nothing', async () => {
    const { ctx, email } = await signedIn((await open()).db);
    const signUpToken = tokenMailedTo(ctx, email);
    await assert.rejects(resetPassword(ctx, { token: signUpToken, password: OTHER_PASSWORD }), { code: 'link-expired' });
    await requestPasswordReset(ctx, { email });
    ctx.now += 3600;
    await assert.rejects(resetPassword(ctx, { token: tokenMailedTo(ctx, email), password: OTHER_PASSWORD }), { code: 'link-expired' });
  });

  test('asking for a reset does the same for known and unknown addresses', async () => {
    const { ctx, email } = await signedIn((await open()).db);
    const unknown = newEmail();
    const before = mailsOf(ctx).length;
    const answers = [await requestPasswordReset(ctx, { email }), await requestPasswordReset(ctx, { email: unknown })];
    assert.deepEqual(answers, [{ email }, { email: unknown }]);
    assert.equal(mailsOf(ctx).length, before + 2);
    assert.match(lastMailTo(ctx, unknown).subject, /no account/);
  });

  test('a reset lets the owner in although somebody used up their attempts', async () => {
    const { ctx, email } = await signedIn((await open()).db);
    for (let guess = 0; guess < 11; guess++) await signIn(ctx, { email, password: 'not the right one' }).catch(() => {});
    await assert.rejects(signIn(ctx, { email, password: GOOD_PASSWORD }), { code: 'too-many-attempts' });
    await requestPasswordReset(ctx, { email });
    await resetPassword(ctx, { token: tokenMailedTo(ctx, email), password: OTHER_PASSWORD });
    await signIn(ctx, { email, password: OTHER_PASSWORD });
  });

  test('changing the password needs the present one, signs out the others and takes back links', async () => {
    const { ctx, userId, email } = await signedIn((await open()).db);
    await requestPasswordReset(ctx, { email });
    const token = tokenMailedTo(ctx, email);
    const wrong = changePassword(ctx, { currentPassword: OTHER_PASSWORD, password: OTHER_PASSWORD });
    await assert.rejects(wrong, (error: { code: string; fields: { field: string }[] }) => {
      return error.code === 'wrong-credentials' && error.fields[0]?.field === 'currentPassword';
    });
    assert.deepEqual(await changePassword(ctx, { currentPassword: GOOD_PASSWORD, password: OTHER_PASSWORD }), { signedOutBrowsers: 1 });
    const sessions = await listSessionsOfUser(ctx.db, userId, ctx.now);
    assert.deepEqual(
      sessions.map(({ idHash }) => idHash),
      [ctx.actor.kind === 'user' && ctx.actor.sessionHash],
    );
    await assert.rejects(resetPassword(ctx, { token, password: GOOD_PASSWORD }), { code: 'link-expired' });
    await signIn(ctx, { email, password: OTHER_PASSWORD });
  });

  test('the new password may not be the name of its owner', async () => {
    const { ctx } = await signedIn((await open()).db);
    await assert.rejects(changePassword(ctx, { currentPassword: GOOD_PASSWORD, password: 'Test person 1' }), { code: 'invalid-input' });
  });

  test('signing out the others leaves this browser signed in', async () => {
    const { ctx, userId } = await signedIn((await open()).db);
    assert.deepEqual(await signOutOthers(ctx), { signedOutBrowsers: 1 });
    assert.equal((await listSessionsOfUser(ctx.db, userId, ctx.now)).length, 1);
  });

  test('an address changes by the link mailed to the new one, and the old one is told twice', async () => {
    const { ctx, userId, email } = await signedIn((await open()).db);
    const moved = newEmail();
    await requestEmailChange(ctx, { currentPassword: GOOD_PASSWORD, email: moved });
    assert.match(lastMailTo(ctx, email).text, new RegExp(moved));
    assert.equal((await findUserById(ctx.db, userId))?.email, email);
    assert.deepEqual(await confirmEmail(ctx, { token: tokenMailedTo(ctx, moved) }), { email: moved });
    assert.match(lastMailTo(ctx, email).subject, /was changed/);
    await assert.rejects(signIn(ctx, { email, password: GOOD_PASSWORD }), { code: 'wrong-credentials' });
    assert.deepEqual(await signIn(ctx, { email: moved, password: GOOD_PASSWORD }), { userId });
  });

  test('an address that another account has is told only to that address', async () => {
    const { db } = await open();
    const other = await openAccount(makeContext(db));
    const { ctx, userId, email } = await signedIn(db);
    assert.deepEqual(await requestEmailChange(ctx, { currentPassword: GOOD_PASSWORD, email: other.email }), { email: other.email });
    assert.match(lastMailTo(ctx, other.email).subject, /already has an account/);
    assert.doesNotMatch(lastMailTo(ctx, other.email).text, /token=/);
    assert.equal((await findUserById(db, userId))?.email, email);
  });

  test('an address taken between asking and confirming is refused, and nothing changes', async () => {
    const { ctx, userId, email } = await signedIn((await open()).db);
    const moved = newEmail();
    await requestEmailChange(ctx, { currentPassword: GOOD_PASSWORD, email: moved });
    const token = tokenMailedTo(ctx, moved);
    await openAccount(ctx, { email: moved });
    await assert.rejects(confirmEmail(ctx, { token }), { code: 'already-exists' });
    assert.equal((await findUserById(ctx.db, userId))?.email, email);
  });

  test('setting a new password takes back a change of address', async () => {
    const { ctx, email } = await signedIn((await open()).db);
    const moved = newEmail();
    await requestEmailChange(ctx, { currentPassword: GOOD_PASSWORD, email: moved });
    await requestPasswordReset(ctx, { email });
    await resetPassword(ctx, { token: tokenMailedTo(ctx, email), password: OTHER_PASSWORD });
    await assert.rejects(confirmEmail(ctx, { token: tokenMailedTo(ctx, moved) }), { code: 'link-expired' });
  });

  test('nobody changes an account without being signed in', async () => {
    const ctx = makeContext((await open()).db);
    const passwords = { currentPassword: GOOD_PASSWORD, password: OTHER_PASSWORD };
    await assert.rejects(changeName(ctx, { name: 'X' }), { code: 'not-signed-in' });
    await assert.rejects(changePassword(ctx, passwords), { code: 'not-signed-in' });
    await assert.rejects(requestEmailChange(ctx, { currentPassword: GOOD_PASSWORD, email: newEmail() }), { code: 'not-signed-in' });
    await assert.rejects(signOutOthers(ctx), { code: 'not-signed-in' });
  });

  test('a name is changed and kept short', async () => {
    const { ctx, userId } = await signedIn((await open()).db);
    await changeName(ctx, { name: '  New name ' });
    assert.equal((await findUserById(ctx.db, userId))?.name, 'New name');
    await assert.rejects(changeName(ctx, { name: 'x'.repeat(81) }), { code: 'invalid-input' });
  });
});
