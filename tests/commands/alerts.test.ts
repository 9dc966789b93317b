import assert from 'node:assert/strict';
import { test } from 'node:test';
import { acknowledgeAlerts } from '../../src/commands/acknowledge-alerts.ts';
import { acknowledgeByLink, findLinkedAlerts } from '../../src/commands/acknowledge-by-link.ts';
import { createAlertDestination } from '../../src/commands/create-alert-destination.ts';
import { createAlertRule } from '../../src/commands/create-alert-rule.ts';
import { isAppError } from '../../src/commands/errors.ts';
import { recordEvents } from '../../src/commands/record-events.ts';
import { removeAlertDestination } from '../../src/commands/remove-alert-destination.ts';
import { sendAlert } from '../../src/commands/send-alert.ts';
import { testAlertTarget } from '../../src/commands/test-alert-target.ts';
import { type Courier, DeliveryFailure, type OutgoingAlert, type Recipient } from '../../src/domain/alert/destination.ts';
import { DAY_SECONDS, HOUR_SECONDS, MINUTE_SECONDS } from '../../src/domain/instant.ts';
import { lookAt } from '../../src/server/keep-alerts.ts';
import { claimAlertScans } from '../../src/store/alert-rule.ts';
import type { Database } from '../../src/store/database.ts';
import { readAlerts } from '../../src/views/alerts/read-alerts.ts';
import { makeContext, makeMember, TEST_NOW } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';
import { makeMeasuredCompany } from '../support/measured-company.ts';
import { testSecrets } from '../support/secrets.ts';

type RuleInput = Parameters<typeof createAlertRule>[2];

/** A company whose owner is told of what rules find, with a courier that keeps what it is given. */
async function makeAlertedCompany(db: Database) {
  const company = await makeMeasuredCompany(db);
  const sent: { to: Recipient; message: OutgoingAlert }[] = [];
  const problems: DeliveryFailure[] = [];
  const courier: Courier = {
    deliver: async (to, message) => {
      const problem = problems.shift();
      if (problem !== undefined) throw problem;
      sent.push({ to, message });
    },
  };
  const context = (now: number) => makeContext(db, { now, actor: { kind: 'system' } });
  return {
    ...company,
    sent,
    problems,
    owned: makeContext(db, { actor: company.owner.actor }),
    /** Records questions on X that are due an hour later, and returns when. */
    ask: async (ids: string[], at = TEST_NOW) => {
      const events = ids.map((id) => ({ id: `${id}-q`, conversation: id, channel: 'x', type: 'customer-message', at }));
      await recordEvents(context(at), company.scope, events);
    },
    reply: (id: string, at: number) =>
      recordEvents(context(at), company.scope, [{ id: `${id}-a`, conversation: id, channel: 'x', type: 'agent-reply', at }]),
    addRule: (change: Partial<RuleInput>) =>
      createAlertRule(makeContext(db, { actor: company.owner.actor }), company.slug, {
        trigger: 'used-75',
        channelId: 'x',
        commitmentId: 'x-first',
        targets: [`member:${company.owner.id}`],
        ...change,
      } as RuleInput),
    /** Looks at the company and sends what is asked for; returns the jobs. */
    look: async (now: number) => {
      const ctx = context(now);
      await lookAt(ctx, { companyId: company.id, isToWeigh: true });
      const jobs = ctx.jobs.filter(({ name }) => name === 'send-alert').map(({ payload }) => payload as never);
      for (const job of jobs) await sendAlert(ctx, job, courier).catch(() => {});
      return jobs as { companyId: number; messageId: string; token: string }[];
    },
    retry: (now: number, job: { companyId: number; messageId: string; token: string }) => sendAlert(context(now), job, courier),
    read: (now: number) => readAlerts(db, company, now, testSecrets),
    sentences: () => sent.flatMap(({ message }) => message.sentences),
  };
}

const codeOf = (deed: Promise<unknown>) =>
  deed.then(
    () => 'done',
    (error: unknown) => (isAppError(error) ? error.code : String(error)),
  );

onEachDatabase('alerts', (open) => {
  test('what a rule finds is told once, at the instant it comes up', async () => {
    const of = await makeAlertedCompany((await open()).db);
    await of.addRule({});
    await of.ask(['c1']);
    await of.look(TEST_NOW + 45 * MINUTE_SECONDS - 1);
    assert.equal(of.sent.length, 0);
    await of.look(TEST_NOW + 45 * MINUTE_SECONDS);
    await of.look(TEST_NOW + 46 * MINUTE_SECONDS);
    await of.look(TEST_NOW + 3 * HOUR_SECONDS);
    assert.deepEqual(of.sentences(), ['X @acme, First answer: 75 % of the target is used, due at 11:00. Conversation c1 waits.']);
    assert.deepEqual(of.sent[0]?.to, { kind: 'mail', email: of.owner.email });
  });

  test('many that come up together are one message; what comes up within a minute after it is gathered into the next', async () => {
    const of = await makeAlertedCompany((await open()).db);
    await of.addRule({});
    const due = TEST_NOW + 45 * MINUTE_SECONDS;
    await of.ask(Array.from({ length: 30 }, (_, index) => `m${index}`));
    await of.ask(['late'], TEST_NOW + 20);
    await of.ask(['later'], TEST_NOW + 40);
    await of.look(due);
    await of.look(due + 20);
    await of.look(due + 40);
    assert.deepEqual(
      of.sent.map(({ message }) => [message.count, message.sentences.length, message.summary]),
      [[30, 20, '30 alerts']],
    );
    await of.look(due + 61);
    assert.deepEqual(
      of.sent.map(({ message }) => message.count),
      [30, 2],
    );
  });

  test('two processes that look at once tell of nothing twice', async () => {
    const of = await makeAlertedCompany((await open()).db);
    await of.addRule({});
    await of.ask(['a', 'b', 'c']);
    const now = TEST_NOW + 50 * MINUTE_SECONDS;
    await Promise.all([of.look(now), of.look(now), of.look(now)]);
    assert.deepEqual(
      of.sent.reduce((sum, { message }) => sum + message.count, 0),
      3,
    );
  });

  test('a company is claimed by one process, and by the next one when the first does not come back', async () => {
    const { db } = await open();
    const of = await makeAlertedCompany(db);
    await of.addRule({});
    const claim = async (now: number) =>
      (await claimAlertScans(db, { now, before: now - 15, weighBefore: now - 300, most: 1000 })).filter(
        ({ companyId }) => companyId === of.id,
      );
    const both = (await Promise.all([claim(TEST_NOW), claim(TEST_NOW)])).flat();
    assert.deepEqual(both, [{ companyId: of.id, isToWeigh: true }]);
    assert.deepEqual(await claim(TEST_NOW + 14), []);
    assert.deepEqual(await claim(TEST_NOW + 15), [{ companyId: of.id, isToWeigh: false }]);
  });

  test('a breach is told while nobody has answered, and not one from before the rule', async () => {
    const of = await makeAlertedCompany((await open()).db);
    await of.ask(['old'], TEST_NOW - 2 * HOUR_SECONDS);
    await of.addRule({ trigger: 'breached' });
    await of.ask(['c1', 'answered']);
    await of.reply('answered', TEST_NOW + 60);
    await of.look(TEST_NOW + HOUR_SECONDS);
    assert.deepEqual(of.sentences(), []);
    await of.look(TEST_NOW + HOUR_SECONDS + 1);
    assert.deepEqual(of.sentences(), ['X @acme, First answer: the target was missed at 11:00. Conversation c1 still waits.']);
  });

  test('what comes up in quiet hours is told when they end, in one message, but for what was answered meanwhile', async () => {
    const of = await makeAlertedCompany((await open()).db);
    await of.addRule({ quietFrom: '10:30', quietUntil: '13:00' });
    await of.ask(['c1']);
    await of.ask(['c2'], TEST_NOW + 60);
    await of.ask(['answered'], TEST_NOW + 120);
    const at = (minutes: number) => of.look(TEST_NOW + minutes * MINUTE_SECONDS);
    await at(45);
    await at(50);
    await of.reply('answered', TEST_NOW + 55 * MINUTE_SECONDS);
    await at(179);
    assert.equal(of.sent.length, 0);
    await at(180);
    assert.deepEqual(
      of.sent.map(({ message }) => message.count),
      [2],
    );
  });

  test('what nobody acknowledges goes to the next member, and then to nobody', async () => {
    const { db } = await open();
    const of = await makeAlertedCompany(db);
    const [bo, cy] = [await makeMember(db, of.id, 'agent'), await makeMember(db, of.id, 'agent')];
    await of.addRule({ escalateAfterMinutes: 5, escalation: [bo.id, cy.id] });
    await of.ask(['c1', 'c2']);
    const due = TEST_NOW + 45 * MINUTE_SECONDS;
    const told = async (seconds: number) => {
      await of.look(due + seconds);
      return of.sent.map(({ to, message }) => [to.kind === 'mail' ? to.email : '', message.count]);
    };
    await told(0);
    assert.deepEqual(await told(299), [[of.owner.email, 2]]);
    await told(300);
    const [first] = (await of.read(due + 300)).open;
    await acknowledgeAlerts(makeContext(db, { actor: bo.actor, now: due + 310 }), of.slug, { alertIds: [first?.id ?? 0] });
    await told(600);
    assert.deepEqual(await told(3000), [
      [of.owner.email, 2],
      [bo.email, 2],
      [cy.email, 1],
    ]);
  });

  test('what was answered goes to nobody else', async () => {
    const { db } = await open();
    const of = await makeAlertedCompany(db);
    const bo = await makeMember(db, of.id, 'agent');
    await of.addRule({ escalateAfterMinutes: 5, escalation: [bo.id] });
    await of.ask(['c1']);
    const due = TEST_NOW + 45 * MINUTE_SECONDS;
    await of.look(due);
    await of.reply('c1', due + 60);
    await of.look(due + 400);
    assert.equal(of.sent.length, 1);
    assert.deepEqual((await of.read(due + 400)).open, []);
  });

  test('the link of a message acknowledges what is in it, without an account, and only with its token', async () => {
    const { db } = await open();
    const of = await makeAlertedCompany(db);
    await of.addRule({});
    await of.ask(['c1', 'c2']);
    const now = TEST_NOW + 45 * MINUTE_SECONDS;
    await of.look(now);
    const link = Object.fromEntries(new URL(of.sent[0]?.message.acknowledgeUrl ?? '').searchParams) as Record<
      'company' | 'message' | 'token',
      string
    >;
    const stranger = makeContext(db, { now });
    assert.equal((await findLinkedAlerts(stranger, link))?.count, 2);
    assert.equal(await codeOf(acknowledgeByLink(stranger, { ...link, token: 'x' })), 'link-expired');
    assert.equal(await codeOf(acknowledgeByLink(stranger, { ...link, company: (await makeMeasuredCompany(db)).slug })), 'link-expired');
    assert.equal((await of.read(now)).openCount, 2);
    assert.deepEqual(await acknowledgeByLink(stranger, link), { acknowledged: 2 });
    assert.deepEqual(await acknowledgeByLink(stranger, link), { acknowledged: 0 });
    assert.equal((await of.read(now)).openCount, 0);
    const rows = await db.selectFrom('alert_message').selectAll().where('company_id', '=', of.id).execute();
    assert.ok(!JSON.stringify(rows).includes(link.token));
  });

  test('a message that is not taken is tried again, and is sent once', async () => {
    const of = await makeAlertedCompany((await open()).db);
    await of.addRule({});
    await of.ask(['c1']);
    of.problems.push(new DeliveryFailure('The receiver answered 500.'));
    const now = TEST_NOW + 45 * MINUTE_SECONDS;
    const [job] = await of.look(now);
    assert.ok(job);
    assert.deepEqual(
      (await of.read(now)).messages.map(({ state, attempts, failure }) => [state, attempts, failure]),
      [['waiting', 1, 'The receiver answered 500.']],
    );
    await of.retry(now + 20, job);
    await of.retry(now + 40, job);
    assert.equal(of.sent.length, 1);
    assert.deepEqual(
      (await of.read(now)).messages.map(({ state, attempts, failure }) => [state, attempts, failure]),
      [['sent', 2, null]],
    );
  });

  test('a message is given up when trying again would not help', async () => {
    const of = await makeAlertedCompany((await open()).db);
    await of.addRule({});
    await of.ask(['c1']);
    of.problems.push(new DeliveryFailure('The receiver answered 404.', true));
    const now = TEST_NOW + 45 * MINUTE_SECONDS;
    const [job] = await of.look(now);
    assert.ok(job);
    await of.retry(now + 60, job);
    assert.equal(of.sent.length, 0);
    assert.deepEqual(
      (await of.read(now)).messages.map(({ state }) => state),
      ['failed'],
    );
  });

  test('while one process sends a message no other does, and when it was killed another does', async () => {
    const { db } = await open();
    const of = await makeAlertedCompany(db);
    await of.addRule({});
    await of.ask(['c1']);
    const now = TEST_NOW + 45 * MINUTE_SECONDS;
    const ctx = makeContext(db, { now, actor: { kind: 'system' } });
    await lookAt(ctx, { companyId: of.id, isToWeigh: false });
    const [job] = ctx.jobs;
    assert.ok(job?.name === 'send-alert');
    const [claimed, hangs] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const hanging: Courier = {
      deliver: () => {
        claimed.resolve();
        return hangs.promise;
      },
    };
    const killed = sendAlert(ctx, job.payload, hanging);
    await claimed.promise;
    await assert.rejects(of.retry(now + 39, job.payload), /Another process/);
    assert.equal(of.sent.length, 0);
    await of.retry(now + 41, job.payload);
    assert.equal(of.sent.length, 1);
    hangs.resolve();
    await killed;
  });

  test('a silent source is told once for each silence', async () => {
    const of = await makeAlertedCompany((await open()).db);
    await of.addRule({ trigger: 'silent', channelId: '', commitmentId: '' });
    await of.ask(['c1']);
    await of.look(TEST_NOW + 2 * DAY_SECONDS);
    assert.deepEqual(of.sentences(), []);
    await of.look(TEST_NOW + 2 * DAY_SECONDS + 1);
    await of.look(TEST_NOW + 3 * DAY_SECONDS);
    assert.equal(of.sentences().length, 1);
    assert.match(
      of.sentences()[0] ?? '',
      /^Nothing was heard of the source .* for 48 hours; its last sign of life came on 2 March at 10:00\.$/,
    );
    await of.ask(['c2'], TEST_NOW + 4 * DAY_SECONDS);
    await of.look(TEST_NOW + 6 * DAY_SECONDS + 1);
    assert.equal(of.sentences().length, 2);
  });

  test('a promise that is about not to be kept this month is told with the exact count, and again when it ends', async () => {
    const of = await makeAlertedCompany((await open()).db);
    await of.addRule({ trigger: 'verdict', breachesLeft: 3 });
    const ids = (name: string, count: number) => Array.from({ length: count }, (_, index) => `${name}${index}`);
    await of.ask(ids('met', 36));
    for (const id of ids('met', 36)) await of.reply(id, TEST_NOW + 60);
    await of.ask(ids('late', 1));
    await of.look(TEST_NOW + 2 * HOUR_SECONDS);
    assert.deepEqual(of.sentences(), []);
    await of.ask(ids('more', 1), TEST_NOW + 2 * HOUR_SECONDS);
    await of.look(TEST_NOW + 3 * HOUR_SECONDS + 1);
    assert.deepEqual(of.sentences(), [
      '3 more breaches and X @acme, First answer is no longer kept this month: 36 of 38 kept, objective 90 %.',
    ]);
    await of.ask(ids('end', 3), TEST_NOW + 4 * HOUR_SECONDS);
    await of.look(TEST_NOW + 4 * HOUR_SECONDS + 1);
    assert.equal(of.sentences().length, 1);
    await of.look(TEST_NOW + 5 * HOUR_SECONDS + 1);
    await of.look(TEST_NOW + 6 * HOUR_SECONDS);
    assert.deepEqual(of.sentences().slice(1), ['X @acme, First answer is no longer kept this month: 36 of 41 kept, objective 90 %.']);
  });

  test('a backlog that cannot be met at the pace of the last day is told once a day', async () => {
    const of = await makeAlertedCompany((await open()).db);
    await of.addRule({ trigger: 'backlog' });
    const noon = TEST_NOW + 2 * HOUR_SECONDS;
    const ids = Array.from({ length: 40 }, (_, index) => `b${index}`);
    await of.ask(ids.slice(0, 34), TEST_NOW);
    for (const id of ids.slice(0, 34)) await of.reply(id, TEST_NOW + 60);
    // 34 a day are one in 42 minutes: of six that have an hour, five come too late.
    await of.ask(ids.slice(34), noon);
    await of.look(noon);
    await of.look(noon + 60);
    assert.deepEqual(of.sentences(), [
      'X @acme, First answer: at the present pace 5 of 6 that wait will be late (34 were answered in the last 24 hours).',
    ]);
  });

  test('a test goes by the same way, and secrets are nowhere to be read', async () => {
    const { db } = await open();
    const of = await makeAlertedCompany(db);
    const settings = { url: 'https://chat.example/hook/very-secret' };
    const { destinationId, secret } = await createAlertDestination(of.owned, of.slug, { kind: 'webhook', name: 'Desk', settings });
    assert.match(secret ?? '', /^whsec_[A-Za-z0-9+/]{43}=$/);
    await testAlertTarget(of.owned, of.slug, { target: `destination:${destinationId}` });
    const [job] = of.owned.jobs;
    assert.ok(job?.name === 'send-alert');
    await of.retry(TEST_NOW, job.payload);
    assert.deepEqual([of.sent[0]?.message.isTest, of.sent[0]?.to], [true, { kind: 'webhook', ...settings, secret }]);
    const audits = await db.selectFrom('audit_entry').select('detail').where('company_id', '=', of.id).execute();
    const page = JSON.stringify([await of.read(TEST_NOW), audits, job]);
    assert.ok(!page.includes('very-secret') && !page.includes(secret ?? '-'));
  });

  test('a destination stays while a rule sends there', async () => {
    const of = await makeAlertedCompany((await open()).db);
    const { destinationId } = await createAlertDestination(of.owned, of.slug, {
      kind: 'slack',
      name: 'Chat',
      settings: { url: 'https://chat.example' },
    });
    await of.addRule({ targets: [`destination:${destinationId}`] });
    assert.equal(await codeOf(removeAlertDestination(of.owned, of.slug, { destinationId })), 'invalid-input');
  });

  test('rules and destinations are limited, and go to nobody outside the company', async () => {
    const { db } = await open();
    const of = await makeAlertedCompany(db);
    const other = await makeMeasuredCompany(db);
    assert.equal(await codeOf(of.addRule({ targets: [`member:${other.owner.id}`] })), 'not-found');
    assert.equal(await codeOf(of.addRule({ escalateAfterMinutes: 5, escalation: [other.owner.id] })), 'not-found');
    assert.equal(await codeOf(of.addRule({ quietFrom: '22:00', quietUntil: '' })), 'invalid-input');
    for (let count = 0; count < 50; count++) await of.addRule({});
    assert.equal(await codeOf(of.addRule({})), 'invalid-input');
  });
});
