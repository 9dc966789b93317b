import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAlertDestination } from '../../src/commands/create-alert-destination.ts';
import { createAlertRule } from '../../src/commands/create-alert-rule.ts';
import { openSettings } from '../../src/commands/destination-secrets.ts';
import { editAlertDestination } from '../../src/commands/edit-alert-destination.ts';
import { editAlertRule } from '../../src/commands/edit-alert-rule.ts';
import { recordEvents } from '../../src/commands/record-events.ts';
import { sealStoredSecrets } from '../../src/commands/seal-stored-secrets.ts';
import { sendAlert } from '../../src/commands/send-alert.ts';
import { testAlertTarget } from '../../src/commands/test-alert-target.ts';
import type { DestinationSettings, Recipient } from '../../src/domain/alert/destination.ts';
import { HOUR_SECONDS, MINUTE_SECONDS } from '../../src/domain/instant.ts';
import { lookAt } from '../../src/server/keep-alerts.ts';
import { findAlertDestination } from '../../src/store/alert-destination.ts';
import { listAlertRules } from '../../src/store/alert-rule.ts';
import type { Database } from '../../src/store/database.ts';
import { NO_SECRETS, SecretBox } from '../../src/store/secret-box.ts';
import { readAlerts } from '../../src/views/alerts/read-alerts.ts';
import { countedBytes, makeContext, makeMember, TEST_NOW } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';
import { makeMeasuredCompany } from '../support/measured-company.ts';
import { testSecrets } from '../support/secrets.ts';

const HOOK = 'https://chat.example/hook/very-secret';

async function makePlace(db: Database) {
  const company = await makeMeasuredCompany(db);
  const owner = makeContext(db, { actor: company.owner.actor });
  return {
    company,
    owner,
    slug: company.slug,
    me: `member:${company.owner.id}`,
    rules: () => listAlertRules(db, company.id),
    stored: async (id: string) => {
      const found = await findAlertDestination(db, company.id, id);
      assert.ok(found !== undefined);
      return found;
    },
    settingsOf: async (id: string, secrets = testSecrets): Promise<DestinationSettings | undefined> => {
      const found = await findAlertDestination(db, company.id, id);
      return found && openSettings(secrets, company.id, found);
    },
    addChat: (name = 'Chat') => createAlertDestination(owner, company.slug, { kind: 'slack', name, settings: { url: HOOK } }),
    look: async (now: number) => {
      const ctx = makeContext(db, { now, actor: { kind: 'system' } });
      await lookAt(ctx, { companyId: company.id, isToWeigh: false });
      return db.selectFrom('alert').select(['rule_id', 'subject']).where('company_id', '=', company.id).execute();
    },
    ask: (id: string, at: number) =>
      recordEvents(makeContext(db, { now: at, actor: { kind: 'system' } }), company.scope, [
        { id: `${id}-q`, conversation: id, channel: 'x', type: 'customer-message', at },
      ]),
    actions: async () =>
      (await db.selectFrom('audit_entry').select('action').where('company_id', '=', company.id).orderBy('id').execute()).map(
        ({ action }) => action,
      ),
  };
}

onEachDatabase('rules for alerts are edited', (open) => {
  test('one that only tells others, or at other hours, goes on', async () => {
    const { db } = await open();
    const of = await makePlace(db);
    const { ruleId } = await createAlertRule(of.owner, of.slug, { trigger: 'used-75', channelId: 'x', targets: [of.me] });
    const colleague = await makeMember(db, of.company.id, 'agent');
    const later = { ...of.owner, now: TEST_NOW + HOUR_SECONDS };
    const change = {
      ruleId,
      trigger: 'used-75' as const,
      channelId: 'x',
      targets: [`member:${colleague.id}`],
      quietFrom: '22:00',
      quietUntil: '07:00',
    };
    assert.deepEqual(await editAlertRule(later, of.slug, change), { ruleId });
    assert.partialDeepStrictEqual(await of.rules(), [
      { id: ruleId, createdAt: TEST_NOW, targets: change.targets, quiet: { from: 1320, until: 420 } },
    ]);
    assert.equal((await of.actions()).at(-1), 'edit-alert-rule');
  });

  test('one that looks for something else begins anew: what is past is not told', async () => {
    const { db } = await open();
    const of = await makePlace(db);
    await of.ask('old', TEST_NOW);
    const { ruleId } = await createAlertRule(of.owner, of.slug, { trigger: 'used-90', channelId: 'x', targets: [of.me] });
    const now = TEST_NOW + 2 * HOUR_SECONDS;
    await of.ask('new', now);
    const changed = await editAlertRule({ ...of.owner, now }, of.slug, { ruleId, trigger: 'breached', targets: [of.me] });
    assert.notEqual(changed.ruleId, ruleId);
    const found = await of.look(now + HOUR_SECONDS + MINUTE_SECONDS);
    assert.deepEqual(
      found.map(({ rule_id, subject }) => [rule_id, JSON.parse(subject)[1]]),
      [[changed.ruleId, 'new']],
    );
    await assert.rejects(editAlertRule(of.owner, of.slug, { ruleId, trigger: 'breached', targets: [of.me] }), { code: 'not-found' });
  });

  test('with what a new one is held to', async () => {
    const { db } = await open();
    const of = await makePlace(db);
    const { ruleId } = await createAlertRule(of.owner, of.slug, { trigger: 'breached', targets: [of.me] });
    const edit = (change: object) => editAlertRule(of.owner, of.slug, { ruleId, trigger: 'breached', targets: [of.me], ...change });
    await assert.rejects(edit({ targets: [] }), { code: 'invalid-input' });
    await assert.rejects(edit({ targets: ['destination:none'] }), { code: 'not-found' });
    await assert.rejects(edit({ quietFrom: '22:00' }), { code: 'invalid-input' });
    await assert.rejects(edit({ escalateAfterMinutes: 5 }), { code: 'invalid-input' });
  });
});

onEachDatabase('secrets of destinations', (open) => {
  test('lie in the database encrypted, each for its own row', async () => {
    const { db } = await open();
    const of = await makePlace(db);
    const [one, two] = [await of.addChat('One'), await of.addChat('Two')];
    const rows = await db.selectFrom('alert_destination').selectAll().where('company_id', '=', of.company.id).execute();
    assert.equal(JSON.stringify(rows).includes('secret'), false);
    assert.deepEqual(await of.settingsOf(one.destinationId), { kind: 'slack', url: HOOK });
    const [first, second] = [await of.stored(one.destinationId), await of.stored(two.destinationId)];
    assert.equal(openSettings(testSecrets, of.company.id, { ...first, sealed: second.sealed }), undefined);
    assert.equal(openSettings(testSecrets, of.company.id + 1, first), undefined);
  });

  test('are not taken where there is no key', async () => {
    const { db } = await open();
    const of = await makePlace(db);
    const keyless = { ...of.owner, secrets: NO_SECRETS };
    const given = { kind: 'slack', name: 'Chat', settings: { url: HOOK } } as const;
    await assert.rejects(createAlertDestination(keyless, of.slug, given), { code: 'no-secrets-key' });
  });

  test('that an older version stored open, or an older key sealed, are sealed by the newest key', async () => {
    const { db } = await open();
    const of = await makePlace(db);
    const { destinationId } = await of.addChat();
    const asBefore = { sealed: null, settings: JSON.stringify({ kind: 'slack', url: HOOK }) };
    await db
      .updateTable('alert_destination')
      .set(asBefore)
      .where('company_id', '=', of.company.id)
      .where('id', '=', destinationId)
      .execute();
    assert.deepEqual(await of.settingsOf(destinationId), { kind: 'slack', url: HOOK });
    assert.ok((await sealStoredSecrets({ ...of.owner, secrets: NO_SECRETS })).open >= 1);
    assert.ok((await sealStoredSecrets(of.owner)).sealed >= 1);
    const sealed = await of.stored(destinationId);
    assert.equal(sealed.settings, null);
    assert.deepEqual(await of.settingsOf(destinationId), { kind: 'slack', url: HOOK });
    assert.equal((await sealStoredSecrets(of.owner)).sealed, 0);
    assert.equal((await of.stored(destinationId)).sealed, sealed.sealed);
  });

  test('that cannot be read are said to be so, are not delivered to, and are entered again', async () => {
    const { db } = await open();
    const of = await makePlace(db);
    const lost = new SecretBox([countedBytes(32)]);
    const lender = { ...of.owner, secrets: lost };
    const given = { kind: 'webhook', name: 'Desk', settings: { url: HOOK } } as const;
    const { destinationId } = await createAlertDestination(lender, of.slug, given);
    const shown = async () =>
      (await readAlerts(db, of.company, TEST_NOW, testSecrets)).targets.find((target) => target.destinationId === destinationId);
    assert.equal((await shown())?.isReadable, false);
    const told: Recipient[] = [];
    const courier = { deliver: async (to: Recipient) => void told.push(to) };
    const attempt = async () => {
      await testAlertTarget(of.owner, of.slug, { target: `destination:${destinationId}` });
      const job = of.owner.jobs.at(-1);
      assert.ok(job?.name === 'send-alert');
      await sendAlert(makeContext(db, { actor: { kind: 'system' } }), job.payload, courier);
      return db
        .selectFrom('alert_message')
        .select(['state', 'failure'])
        .where('company_id', '=', of.company.id)
        .where('id', '=', job.payload.messageId)
        .executeTakeFirstOrThrow();
    };
    assert.deepEqual(await attempt(), { state: 'failed', failure: 'The secret of the destination cannot be read: enter it again.' });
    await editAlertDestination(of.owner, of.slug, { destinationId, name: 'Desk by night' });
    assert.equal((await shown())?.isReadable, false);
    const { secret } = await editAlertDestination(of.owner, of.slug, { destinationId, name: 'Desk', settings: { url: `${HOOK}/2` } });
    assert.match(secret ?? '', /^whsec_/);
    assert.equal((await attempt()).state, 'sent');
    assert.deepEqual(told, [{ kind: 'webhook', url: `${HOOK}/2`, secret }]);
    assert.equal((await shown())?.isReadable, true);
  });

  test('are kept, or changed one by one, when a destination is edited; its name is unlike the others’', async () => {
    const { db } = await open();
    const of = await makePlace(db);
    const settings = { token: `123456:${'a'.repeat(35)}`, chatId: '-100123' };
    const { destinationId } = await createAlertDestination(of.owner, of.slug, { kind: 'telegram', name: 'Phone', settings });
    await of.addChat('Chat');
    const edit = (change: object) => editAlertDestination(of.owner, of.slug, { destinationId, name: 'Phone', ...change });
    await edit({ name: 'Telephone', settings: { token: '', chatId: '' } });
    assert.deepEqual(await of.settingsOf(destinationId), { kind: 'telegram', ...settings });
    await edit({ settings: { token: '', chatId: '@team' } });
    assert.deepEqual(await of.settingsOf(destinationId), { kind: 'telegram', ...settings, chatId: '@team' });
    await assert.rejects(edit({ name: 'Chat' }), { code: 'already-exists' });
    await assert.rejects(edit({ settings: { chatId: 'not a chat' } }), { code: 'invalid-input' });
    await assert.rejects(edit({ settings: { url: HOOK } }), { code: 'invalid-input' });
    const logged = await db.selectFrom('audit_entry').select('detail').where('company_id', '=', of.company.id).execute();
    assert.equal(JSON.stringify(logged).includes('aaaa'), false);
  });

  test('that sign webhooks are made anew when asked', async () => {
    const { db } = await open();
    const of = await makePlace(db);
    const made = await createAlertDestination(of.owner, of.slug, { kind: 'webhook', name: 'Desk', settings: { url: HOOK } });
    const change = { destinationId: made.destinationId, name: 'Desk' };
    assert.equal((await editAlertDestination(of.owner, of.slug, { ...change, settings: { url: `${HOOK}/2` } })).secret, undefined);
    assert.deepEqual(await of.settingsOf(made.destinationId), { kind: 'webhook', url: `${HOOK}/2`, secret: made.secret });
    const { secret } = await editAlertDestination(of.owner, of.slug, { ...change, newSecret: true });
    assert.notEqual(secret, made.secret);
    assert.deepEqual(await of.settingsOf(made.destinationId), { kind: 'webhook', url: `${HOOK}/2`, secret });
  });
});
