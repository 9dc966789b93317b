import assert from 'node:assert/strict';
import { argon2Sync } from 'node:crypto';
import { test } from 'node:test';
import { signIn } from '../../src/commands/sign-in.ts';
import { GOOD_PASSWORD, newEmail, openAccount } from '../support/account.ts';
import { makeContext } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';

const WRONG = 'not the right password';

onEachDatabase('commands/sign-in', (open) => {
  test('a wrong password and an unknown address get the same answer', async () => {
    const ctx = makeContext((await open()).db, { address: '203.0.113.1' });
    const { email } = await openAccount(ctx);
    const failures = await Promise.all(
      [email, newEmail()].map((address) => signIn(ctx, { email: address, password: WRONG }).catch((error: Error) => error)),
    );
    assert.deepEqual(failures.map(describeFailure), [describeFailure(failures[1]), describeFailure(failures[1])]);
    assert.equal(describeFailure(failures[0]).code, 'wrong-credentials');
  });

  test('an unknown address takes as long as a wrong password', async () => {
    const ctx = makeContext((await open()).db, { address: '203.0.113.2' });
    const { email } = await openAccount(ctx);
    let known = Number.POSITIVE_INFINITY;
    let unknown = Number.POSITIVE_INFINITY;
    // The fastest of several, taken in turns: a busy machine slows single tries, never quickens one.
    for (let run = 0; run < 8; run++) {
      known = Math.min(known, await timeOf(() => signIn(ctx, { email, password: WRONG })));
      unknown = Math.min(unknown, await timeOf(() => signIn(ctx, { email: newEmail(), password: WRONG })));
    }
    // Without the hash, the answer for an unknown address would take a twentieth of the time.
    assert.ok(unknown > known / 3 && unknown < known * 3, `known ${known} ms, unknown ${unknown} ms`);
  });

  test('after ten wrong passwords even the right one must wait, on that network only', async () => {
    const { db } = await open();
    const attacker = makeContext(db, { address: '203.0.113.3' });
    const { email } = await openAccount(makeContext(db));
    for (let guess = 0; guess < 10; guess++)
      await assert.rejects(signIn(attacker, { email, password: WRONG }), { code: 'wrong-credentials' });
    await assert.rejects(signIn(attacker, { email, password: GOOD_PASSWORD }), { code: 'too-many-attempts', retryAfterSeconds: 900 });
    await signIn(makeContext(db, { address: '203.0.113.4' }), { email, password: GOOD_PASSWORD });
    attacker.now += 900;
    await signIn(attacker, { email, password: GOOD_PASSWORD });
  });

  test('guesses sent at once are all counted', async () => {
    const { db } = await open();
    const attacker = makeContext(db, { address: '203.0.113.5' });
    const { email } = await openAccount(makeContext(db));
    const guesses = await Promise.all(
      Array.from({ length: 15 }, () => signIn(attacker, { email, password: WRONG }).catch((error: { code: string }) => error.code)),
    );
    assert.equal(guesses.filter((code) => code === 'wrong-credentials').length, 10);
  });

  test('signing in to an own account forgives no guesses at others', async () => {
    const { db } = await open();
    const attacker = makeContext(db, { address: '203.0.113.6' });
    const own = await openAccount(makeContext(db));
    let refused = 0;
    for (let guess = 0; guess < 104; guess++) {
      if (guess % 20 === 0) await signIn(attacker, { email: own.email, password: GOOD_PASSWORD }).catch(() => {});
      const code = await signIn(attacker, { email: `nobody-${guess % 25}@example.org`, password: WRONG }).catch(
        (error: { code: string }) => error.code,
      );
      if (code === 'too-many-attempts') refused += 1;
    }
    assert.equal(refused, 4);
  });

  test('guesses from many networks do not keep the owner out where they are signed in', async () => {
    const { db } = await open();
    const { email, userId } = await openAccount(makeContext(db));
    const home = makeContext(db, { address: '2001:db8:7:7::1' });
    const session = { created_at: home.now, last_seen_at: home.now, expires_at: home.now + 1000, user_agent: 'test' };
    await db
      .insertInto('user_session')
      .values({ id_hash: `home-of-${userId}`, user_id: userId, address: home.address, ...session })
      .execute();
    for (let guess = 0; guess < 100; guess++) {
      const elsewhere = makeContext(db, { address: `10.1.${guess % 20}.1` });
      await signIn(elsewhere, { email, password: WRONG }).catch(() => {});
    }
    await assert.rejects(signIn(makeContext(db, { address: '10.2.0.1' }), { email, password: GOOD_PASSWORD }), {
      code: 'too-many-attempts',
    });
    assert.deepEqual(await signIn(makeContext(db, { address: '2001:db8:7:7::2' }), { email, password: GOOD_PASSWORD }), { userId });
  });

  test('a hash with weaker parameters is replaced when its owner signs in', async () => {
    const { db } = await open();
    const ctx = makeContext(db, { address: '203.0.113.8' });
    const { email, userId } = await openAccount(ctx);
    await db
      .updateTable('user_account')
      .set({ password_hash: weakHash(GOOD_PASSWORD) })
      .where('id', '=', userId)
      .execute();
    await signIn(ctx, { email, password: GOOD_PASSWORD });
    const { password_hash: stored } = await db
      .selectFrom('user_account')
      .select('password_hash')
      .where('id', '=', userId)
      .executeTakeFirstOrThrow();
    assert.match(stored, /m=19456,t=2/);
    assert.deepEqual(await signIn(ctx, { email, password: GOOD_PASSWORD }), { userId });
  });
});

const describeFailure = (error: unknown) => {
  const { code, message, hint, fields } = error as { code: string; message: string; hint: string; fields: unknown };
  return { code, message, hint, fields };
};

async function timeOf(attempt: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await attempt().catch(() => {});
  return performance.now() - start;
}

function weakHash(password: string): string {
  const nonce = Buffer.alloc(16, 7);
  const tag = argon2Sync('argon2id', { message: password, nonce, parallelism: 1, memory: 1024, passes: 1, tagLength: 32 });
  const encode = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '');
  return `$argon2id$v=19$m=1024,t=1,p=1$${encode(nonce)}$${encode(tag)}`;
}
