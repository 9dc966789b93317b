import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCauseRule } from '../../src/commands/create-cause-rule.ts';
import { removeCauseRule } from '../../src/commands/remove-cause-rule.ts';
import { setCauses } from '../../src/commands/set-causes.ts';
import { HOUR_SECONDS } from '../../src/domain/instant.ts';
import { listCauseRules } from '../../src/store/cause-rule.ts';
import { makeBreachPlace } from '../support/breaches.ts';
import { TEST_NOW } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';

const HOUR = HOUR_SECONDS;

onEachDatabase('causes of breaches', (open) => {
  const makePlace = async () => makeBreachPlace((await open()).db);
  type Place = Awaited<ReturnType<typeof makePlace>>;
  const causesOf = async ({ owner: { db }, company }: Place) => {
    const rows = await db.selectFrom('breach_cause').selectAll().where('company_id', '=', company.id).orderBy('conversation_id').execute();
    return rows.map(({ conversation_id, cause, given_by, given_at }) => [conversation_id, cause, given_by, given_at]);
  };

  test('are said of breaches, anew, and taken back; what is not breached is told apart', async () => {
    const place = await makePlace();
    const { ask, keyOf, owner, company, contextAt } = place;
    await ask('late', TEST_NOW - 3 * HOUR, 2 * HOUR);
    await ask('unanswered', TEST_NOW - 3 * HOUR);
    await ask('in time', TEST_NOW - 3 * HOUR, 60);
    await ask('just in time', TEST_NOW - HOUR);
    const breaches = ['late', 'unanswered', 'in time', 'just in time'].map((conversation) => keyOf(conversation));
    const { decided, refused } = await setCauses(owner, company.slug, { breaches, cause: 'staffing' });
    assert.equal(decided, 2);
    assert.deepEqual(refused.map(({ conversationId, reason }) => `${conversationId} ${reason}`).sort(), [
      'in time not-breached',
      'just in time not-breached',
    ]);
    await setCauses(contextAt(TEST_NOW + 1), company.slug, { breaches: [keyOf('late')], cause: 'outage' });
    assert.deepEqual(await causesOf(place), [
      ['late', 'outage', company.owner.id, TEST_NOW + 1],
      ['unanswered', 'staffing', company.owner.id, TEST_NOW],
    ]);
    await setCauses(owner, company.slug, { breaches: [keyOf('late')], cause: null });
    assert.deepEqual(
      (await causesOf(place)).map(([conversation]) => conversation),
      ['unanswered'],
    );
    await assert.rejects(setCauses(owner, company.slug, { breaches: [keyOf('in time')], cause: 'tool' }), { code: 'changed-meanwhile' });
    await assert.rejects(setCauses(owner, company.slug, { breaches: ['nonsense'], cause: 'tool' }), { code: 'invalid-input' });
    await assert.rejects(setCauses(owner, company.slug, { breaches: [keyOf('late')], cause: 'laziness' as 'tool' }), {
      code: 'invalid-input',
    });
  });

  test('stay with their wait when an earlier message becomes known', async () => {
    const place = await makePlace();
    const { ask, keyOf, owner, company, record, scope } = place;
    await ask('c', TEST_NOW - 5 * HOUR, 60);
    await record([{ id: 'second', conversation: 'c', channel: 'x', type: 'customer-message', at: TEST_NOW - 4 * HOUR }]);
    const second = keyOf('c', { commitmentId: 'x-next', messageId: 'second', askedAt: TEST_NOW - 4 * HOUR });
    await setCauses(owner, company.slug, { breaches: [second], cause: 'tool' });
    await record([
      { id: 'between', conversation: 'c', channel: 'x', type: 'customer-message', at: TEST_NOW - 5 * HOUR + 100 },
      { id: 'answered', conversation: 'c', channel: 'x', type: 'agent-reply', at: TEST_NOW - 5 * HOUR + 200 },
    ]);
    const wait = await owner.db
      .selectFrom('obligation')
      .select('ordinal')
      .where('company_id', '=', scope.companyId)
      .where('message_id', '=', 'second')
      .executeTakeFirstOrThrow();
    assert.equal(wait.ordinal, 1);
    assert.equal((await setCauses(owner, company.slug, { breaches: [second], cause: 'volume' })).decided, 1);
    assert.equal((await causesOf(place)).length, 1);
  });

  test('rules are kept as they were given, and removed', async () => {
    const { owner, company } = await makePlace();
    const given = { channelId: 'x', firstDate: '2026-03-01', lastDate: '2026-03-02', weekdays: ['4', '0'], from: '22:00', until: '06:30' };
    const { ruleId } = await createCauseRule(owner, company.slug, { cause: 'outage', ...given });
    const [rule] = await listCauseRules(owner.db, company.id);
    assert.deepEqual(rule, {
      id: ruleId,
      cause: 'outage',
      channelId: 'x',
      commitmentId: null,
      firstDate: '2026-03-01',
      lastDate: '2026-03-02',
      weekdays: [0, 4],
      hours: { from: 22 * 60, until: 6 * 60 + 30 },
      createdAt: TEST_NOW,
      createdBy: company.owner.id,
    });
    await removeCauseRule(owner, company.slug, { ruleId });
    assert.deepEqual(await listCauseRules(owner.db, company.id), []);
    await assert.rejects(removeCauseRule(owner, company.slug, { ruleId }), { code: 'not-found' });
    for (const wrong of [
      { firstDate: '2026-03-02', lastDate: '2026-03-01' },
      { firstDate: '2026-02-30' },
      { from: '09:00' },
      { from: '09:00', until: '09:00' },
      { weekdays: ['7'] },
    ]) {
      await assert.rejects(
        createCauseRule(owner, company.slug, { cause: 'outage', ...wrong }),
        { code: 'invalid-input' },
        JSON.stringify(wrong),
      );
    }
  });
});
