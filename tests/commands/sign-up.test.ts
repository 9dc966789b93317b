import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requestSignUp } from '../../src/commands/request-sign-up.ts';
import { signIn } from '../../src/commands/sign-in.ts';
import { signUp } from '../../src/commands/sign-up.ts';
import { DAY_SECONDS } from '../../src/domain/instant.ts';
import { findUserByEmail } from '../../src/store/user-account.ts';
import { GOOD_PASSWORD, lastMailTo, mailsOf, newEmail, openAccount, tokenMailedTo } from '../support/account.ts';
import { makeContext } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';

onEachDatabase('commands/sign-up', (open) => {
  test('an account is opened by the link in the mail, and can be entered', async () => {
    const ctx = makeContext((await open()).db);
    const email = newEmail();
    await requestSignUp(ctx, { email: `  ${email.toUpperCase()} ` });
    assert.equal(await findUserByEmail(ctx.db, email), undefined);
    const { userId } = await signUp(ctx, { token: tokenMailedTo(ctx, email), name: 'Ada', password: GOOD_PASSWORD });
    assert.deepEqual(await signIn(ctx, { email, password: GOOD_PASSWORD }), { userId });
  });

  test('neither the password nor the token is stored', async () => {
    const ctx = makeContext((await open()).db);
    const { userId, email } = await openAccount(ctx);
    const token = tokenMailedTo(ctx, email);
    const user = await ctx.db.selectFrom('user_account').selectAll().where('id', '=', userId).executeTakeFirstOrThrow();
    const tokens = await ctx.db.selectFrom('email_token').selectAll().where('email', '=', email).execute();
    const stored = JSON.stringify([user, tokens]);
    assert.match(user.password_hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    assert.equal(tokens.length, 1);
    assert.ok(!stored.includes(token) && !stored.includes(GOOD_PASSWORD));
  });

  test('a known and an unknown address get the same answer and the same amount of work', async () => {
    const { db } = await open();
    const known = await openAccount(makeContext(db));
    const unknown = newEmail();
    const forKnown = makeContext(db);
    const forUnknown = makeContext(db);
    const answers = [await requestSignUp(forKnown, { email: known.email }), await requestSignUp(forUnknown, { email: unknown })];
    assert.deepEqual(answers, [{ email: known.email }, { email: unknown }]);
    assert.deepEqual([mailsOf(forKnown).length, mailsOf(forUnknown).length], [1, 1]);
    assert.match(lastMailTo(forKnown, known.email).subject, /already have an account/);
    const tokens = await db
      .selectFrom('email_token')
      .select('email')
      .where('used_at', 'is', null)
      .where('email', 'in', [known.email, unknown])
      .execute();
    assert.equal(tokens.length, 2);
  });

  test('a link works once', async () => {
    const ctx = makeContext((await open()).db);
    const { email } = await openAccount(ctx);
    const again = signUp(ctx, { token: tokenMailedTo(ctx, email), name: 'Other', password: GOOD_PASSWORD });
    await assert.rejects(again, { code: 'link-expired' });
  });

  test('a link used twice at once opens one account', async () => {
    const ctx = makeContext((await open()).db);
    const email = newEmail();
    await requestSignUp(ctx, { email });
    const token = tokenMailedTo(ctx, email);
    const results = await Promise.allSettled([1, 2].map(() => signUp(ctx, { token, name: 'Twice', password: GOOD_PASSWORD })));
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
  });

  test('a link expires after a day', async () => {
    const ctx = makeContext((await open()).db);
    const email = newEmail();
    await requestSignUp(ctx, { email });
    ctx.now += DAY_SECONDS;
    const late = signUp(ctx, { token: tokenMailedTo(ctx, email), name: 'Late', password: GOOD_PASSWORD });
    await assert.rejects(late, { code: 'link-expired' });
  });

  test('a weak password is refused at its field and leaves the link usable', async () => {
    const ctx = makeContext((await open()).db);
    const email = newEmail();
    await requestSignUp(ctx, { email });
    const token = tokenMailedTo(ctx, email);
    await assert.rejects(
      signUp(ctx, { token, name: 'Weak', password: 'password1234' }),
      (error: { code: string; fields: { field: string }[] }) => {
        return error.code === 'invalid-input' && error.fields[0]?.field === 'password';
      },
    );
    await signUp(ctx, { token, name: 'Weak', password: GOOD_PASSWORD });
  });

  test('of two links to the same address the second finds the account there', async () => {
    const ctx = makeContext((await open()).db);
    const email = newEmail();
    await requestSignUp(ctx, { email });
    const first = tokenMailedTo(ctx, email);
    await requestSignUp(ctx, { email });
    await signUp(ctx, { token: tokenMailedTo(ctx, email), name: 'Second', password: GOOD_PASSWORD });
    await assert.rejects(signUp(ctx, { token: first, name: 'First', password: GOOD_PASSWORD }), { code: 'already-exists' });
  });

  test('mails to one address are limited from one network, not from others', async () => {
    const { db } = await open();
    const ctx = makeContext(db, { address: '198.51.100.7' });
    const email = newEmail();
    for (let mail = 0; mail < 5; mail++) await requestSignUp(ctx, { email });
    await assert.rejects(requestSignUp(ctx, { email }), { code: 'too-many-attempts', retryAfterSeconds: 3600 });
    await requestSignUp(makeContext(db, { address: '198.51.100.8' }), { email });
  });

  test('where to go on is carried only as a path of ours', async () => {
    const ctx = makeContext((await open()).db);
    const email = newEmail();
    await requestSignUp(ctx, { email, next: '/invitation?token=abc' });
    assert.match(lastMailTo(ctx, email).text, /&next=%2Finvitation%3Ftoken%3Dabc/);
    await requestSignUp(ctx, { email, next: 'https://example.com/' });
    assert.doesNotMatch(lastMailTo(ctx, email).text, /next=/);
  });
});
