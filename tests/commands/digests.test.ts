import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobPayloads } from '../../src/commands/context.ts';
import { isAppError } from '../../src/commands/errors.ts';
import { removeMember } from '../../src/commands/remove-member.ts';
import { type DigestOrder, sendDigest } from '../../src/commands/send-digest.ts';
import { sendMyDigest } from '../../src/commands/send-my-digest.ts';
import { setDigestChoice } from '../../src/commands/set-digest-choice.ts';
import { findLinkedDigests, unsubscribeByLink } from '../../src/commands/unsubscribe-by-link.ts';
import { requestAllDigests } from '../../src/server/keep-digests.ts';
import type { Database } from '../../src/store/database.ts';
import { readMyDigests } from '../../src/views/read-my-digests.ts';
import { makeContext, makeMember } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';
import { makeMeasuredCompany } from '../support/measured-company.ts';

/** Monday, 2026-03-30, 7:00 in Berlin, the day after summer time began. */
const MONDAY = Date.parse('2026-03-30T05:00:00Z') / 1000;
const DAY = 86_400;
const WEEK = '2026-03-23..2026-03-29';

type Job = JobPayloads['send-digest'];

/** A company of Berlin, with all that is written and sent for it. */
async function makeDigestCompany(db: Database) {
  const company = await makeMeasuredCompany(db);
  const orders: DigestOrder[] = [];
  const mails: JobPayloads['send-mail'][] = [];
  let isEmpty = false;
  const failures: Error[] = [];
  const outlets = {
    write: async (_company: unknown, order: DigestOrder) => {
      orders.push(order);
      return isEmpty ? undefined : { subject: 'Yes.', text: 'Yes.', html: '<p>Yes.</p>', pictures: [] };
    },
    sendMail: async (mail: JobPayloads['send-mail']) => {
      const failure = failures.shift();
      if (failure !== undefined) throw failure;
      mails.push(mail);
    },
  };
  const system = (now: number) => makeContext(db, { now, actor: { kind: 'system' } });
  const as = (actor: typeof company.owner.actor, now = MONDAY - 3 * DAY) => makeContext(db, { now, actor });
  return {
    ...company,
    orders,
    mails,
    outlets,
    failures,
    system,
    as,
    setEmpty: () => {
      isEmpty = true;
    },
    choose: (choice: { weekly: boolean; monthly: boolean }, now?: number) =>
      setDigestChoice(as(company.owner.actor, now), company.slug, choice),
    /** Asks for what is due; returns the jobs of this company. */
    look: async (now: number): Promise<Job[]> => {
      const ctx = system(now);
      await requestAllDigests(ctx);
      return ctx.jobs.flatMap(({ name, payload }) => (name === 'send-digest' && payload.companyId === company.id ? [payload] : []));
    },
    send: (job: Job, now = MONDAY) => sendDigest(system(now), job, outlets),
    states: async () => {
      const rows = await db
        .selectFrom('digest')
        .select(['kind', 'period', 'state'])
        .where('company_id', '=', company.id)
        .orderBy('period')
        .execute();
      return rows.map(({ kind, period, state }) => [kind, period, state]);
    },
  };
}

const codeOf = (deed: Promise<unknown>) =>
  deed.then(
    () => 'done',
    (error: unknown) => (isAppError(error) ? error.code : String(error)),
  );

const linkOf = (slug: string, { digestId, token }: Job) => ({ company: slug, digest: digestId, token });

onEachDatabase('digests', (open) => {
  test('nobody gets a digest who did not choose one, and whoever did gets each period’s once, at the company’s own hour', async () => {
    const of = await makeDigestCompany((await open()).db);
    assert.deepEqual(await of.look(MONDAY), []);
    await of.choose({ weekly: true, monthly: false });
    assert.deepEqual(await of.look(MONDAY - 1), []);
    const [job, ...others] = await of.look(MONDAY);
    assert.ok(job !== undefined && others.length === 0);
    assert.deepEqual(await of.look(MONDAY + 60), []);
    await of.send(job);
    await of.send(job);
    assert.deepEqual(
      of.mails.map(({ to, subject, id }) => [to, subject, id]),
      [[of.owner.email, 'Yes.', job.digestId]],
    );
    assert.deepEqual([of.orders[0]?.kind, of.orders[0]?.period], ['weekly', WEEK]);
    assert.equal((await of.look(MONDAY + 7 * DAY)).length, 1);
    assert.deepEqual(await of.states(), [
      ['weekly', WEEK, 'sent'],
      ['weekly', '2026-03-30..2026-04-05', 'waiting'],
    ]);
  });

  test('the first digest is that of the first period to fall due after the choice, also when it is saved again', async () => {
    const of = await makeDigestCompany((await open()).db);
    await of.choose({ weekly: true, monthly: true }, MONDAY + 60);
    assert.deepEqual(await of.look(MONDAY + 120), []);
    await of.choose({ weekly: true, monthly: true }, MONDAY + 6 * DAY);
    // 1 April, 7:00 in Berlin: between the choices.
    assert.equal((await of.look(MONDAY + 2 * DAY)).length, 1);
    assert.equal((await of.look(MONDAY + 7 * DAY)).length, 1);
    assert.deepEqual(
      (await of.states()).map(([kind, period]) => `${kind} ${period}`),
      ['monthly 2026-03', 'weekly 2026-03-30..2026-04-05'],
    );
  });

  test('a digest that could not be sent in time is sent later, but not those of the time between', async () => {
    const of = await makeDigestCompany((await open()).db);
    await of.choose({ weekly: true, monthly: false });
    assert.equal((await of.look(MONDAY + 20 * DAY)).length, 1);
    assert.deepEqual(await of.states(), [['weekly', '2026-04-06..2026-04-12', 'waiting']]);
  });

  test('processes that look at once ask for each digest once, also of many members', async () => {
    const { db } = await open();
    const of = await makeDigestCompany(db);
    const members = await Promise.all(Array.from({ length: 130 }, () => makeMember(db, of.id, 'viewer')));
    for (const { actor } of members) await setDigestChoice(of.as(actor), of.slug, { weekly: true, monthly: false });
    const jobs = (await Promise.all([of.look(MONDAY), of.look(MONDAY), of.look(MONDAY)])).flat();
    assert.equal(jobs.length, members.length);
    assert.equal((await of.states()).length, members.length);
  });

  test('who left, was removed or unsubscribed after it was asked for gets none', async () => {
    const { db } = await open();
    const of = await makeDigestCompany(db);
    const [gone, stays] = [await makeMember(db, of.id, 'viewer'), await makeMember(db, of.id, 'agent')];
    for (const { actor } of [gone, stays]) await setDigestChoice(of.as(actor), of.slug, { weekly: true, monthly: true });
    const jobs = await of.look(MONDAY);
    assert.equal(jobs.length, 2);
    await removeMember(of.as(of.owner.actor), of.slug, { userId: gone.id });
    await setDigestChoice(of.as(stays.actor), of.slug, { weekly: false, monthly: true });
    for (const job of jobs) await of.send(job);
    assert.deepEqual(of.mails, []);
    assert.deepEqual(await of.states(), [['weekly', WEEK, 'left-out']]);
  });

  test('who unsubscribes while it is being written gets none', async () => {
    const of = await makeDigestCompany((await open()).db);
    await of.choose({ weekly: true, monthly: false });
    const [job] = await of.look(MONDAY);
    assert.ok(job !== undefined);
    const write: typeof of.outlets.write = async (company, order) => {
      await of.choose({ weekly: false, monthly: false }, MONDAY);
      return of.outlets.write(company, order);
    };
    await sendDigest(of.system(MONDAY), job, { ...of.outlets, write });
    assert.deepEqual([of.mails, await of.states()], [[], [['weekly', WEEK, 'left-out']]]);
  });

  test('where there is nothing to tell none is sent', async () => {
    const of = await makeDigestCompany((await open()).db);
    await of.choose({ weekly: true, monthly: false });
    of.setEmpty();
    for (const job of await of.look(MONDAY)) await of.send(job);
    assert.deepEqual([of.mails, await of.states()], [[], [['weekly', WEEK, 'left-out']]]);
  });

  test('one that the mail server does not take is tried again with the same id, and by one process at a time', async () => {
    const of = await makeDigestCompany((await open()).db);
    await of.choose({ weekly: true, monthly: false });
    const [job] = await of.look(MONDAY);
    assert.ok(job !== undefined);
    of.failures.push(new Error('The server is full.'));
    await assert.rejects(of.send(job), /full/);
    const both = await Promise.allSettled([of.send(job, MONDAY + 60), of.send(job, MONDAY + 60)]);
    assert.ok(both.some(({ status }) => status === 'fulfilled'));
    assert.deepEqual(
      of.mails.map(({ id }) => id),
      [job.digestId],
    );
  });

  test('a process that was killed while it sent leaves the digest to the next one, once its time is over', async () => {
    const { db } = await open();
    const of = await makeDigestCompany(db);
    await of.choose({ weekly: true, monthly: false });
    const [job] = await of.look(MONDAY);
    assert.ok(job !== undefined);
    const never = { ...of.outlets, sendMail: () => new Promise<void>(() => {}) };
    void sendDigest(of.system(MONDAY), job, never);
    while ((await db.selectFrom('digest').select('attempts').where('id', '=', job.digestId).executeTakeFirst())?.attempts !== 1);
    await assert.rejects(of.send(job, MONDAY + 30), /Another process/);
    await of.send(job, MONDAY + 60);
    assert.equal(of.mails.length, 1);
  });

  test('a digest sent on request comes at once, whatever was chosen, and takes no period’s place', async () => {
    const of = await makeDigestCompany((await open()).db);
    const ctx = of.as(of.owner.actor, MONDAY);
    await sendMyDigest(ctx, of.slug, { kind: 'weekly' });
    const [job] = ctx.jobs;
    assert.ok(job?.name === 'send-digest');
    await of.send(job.payload);
    assert.deepEqual([of.mails.length, of.orders[0]?.isTest, of.orders[0]?.period], [1, true, WEEK]);
    await of.choose({ weekly: true, monthly: false });
    assert.equal((await of.look(MONDAY)).length, 1);
    for (let number = 1; number < 5; number++) await sendMyDigest(ctx, of.slug, { kind: 'monthly' });
    assert.equal(await codeOf(sendMyDigest(ctx, of.slug, { kind: 'weekly' })), 'too-many-attempts');
    assert.equal(await codeOf(sendMyDigest(of.as(of.owner.actor, MONDAY + 3600), of.slug, { kind: 'weekly' })), 'done');
  });

  test('the link of a digest ends all digests of its company for its member, once, without an account, and of nobody else', async () => {
    const { db } = await open();
    const of = await makeDigestCompany(db);
    const other = await makeMember(db, of.id, 'viewer');
    await setDigestChoice(of.as(other.actor), of.slug, { weekly: true, monthly: false });
    await of.choose({ weekly: true, monthly: true });
    const jobs = await of.look(MONDAY);
    const owners = await db
      .selectFrom('digest')
      .select('id')
      .where('company_id', '=', of.id)
      .where('user_id', '=', of.owner.id)
      .executeTakeFirstOrThrow();
    const job = jobs.find(({ digestId }) => digestId === owners.id);
    assert.ok(job !== undefined);
    const reader = makeContext(db, { now: MONDAY });
    const link = linkOf(of.slug, job);
    assert.deepEqual(await findLinkedDigests(reader, link), { companyName: of.name, companySlug: of.slug, isSubscribed: true });
    assert.deepEqual(await readMyDigests(db, of.id, of.owner.id).then(({ weekly, monthly }) => [weekly, monthly]), [true, true]);
    await unsubscribeByLink(reader, link);
    await unsubscribeByLink(reader, link);
    assert.equal((await findLinkedDigests(reader, link))?.isSubscribed, false);
    assert.deepEqual(await readMyDigests(db, of.id, of.owner.id).then(({ weekly, monthly }) => [weekly, monthly]), [false, false]);
    assert.equal((await readMyDigests(db, of.id, other.id)).weekly, true);
    const entries = await db
      .selectFrom('audit_entry')
      .select(['actor_kind', 'detail'])
      .where('company_id', '=', of.id)
      .where('action', '=', 'unsubscribe-by-link')
      .execute();
    assert.deepEqual(entries, [{ actor_kind: 'anonymous', detail: { userId: of.owner.id } }]);
  });

  test('a wrong token, another company’s or a former member’s link ends nothing', async () => {
    const { db } = await open();
    const [of, other] = [await makeDigestCompany(db), await makeDigestCompany(db)];
    const member = await makeMember(db, of.id, 'viewer');
    await setDigestChoice(of.as(member.actor), of.slug, { weekly: true, monthly: false });
    const [job] = await of.look(MONDAY);
    assert.ok(job !== undefined);
    const reader = makeContext(db, { now: MONDAY });
    const link = linkOf(of.slug, job);
    const stored = await db.selectFrom('digest').select('token_hash').where('id', '=', job.digestId).executeTakeFirstOrThrow();
    for (const wrong of [
      { ...link, token: `${link.token}x` },
      { ...link, token: '' },
      { ...link, token: stored.token_hash },
      { ...link, company: other.slug },
      { ...link, digest: 'digest_x' },
    ])
      assert.equal(await codeOf(unsubscribeByLink(reader, wrong)), 'link-expired');
    assert.equal((await readMyDigests(db, of.id, member.id)).weekly, true);
    await removeMember(of.as(of.owner.actor), of.slug, { userId: member.id });
    assert.equal(await codeOf(unsubscribeByLink(reader, link)), 'link-expired');
  });
});
