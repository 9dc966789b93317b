import assert from 'node:assert/strict';
import { test } from 'node:test';
import { excludeMessages } from '../../src/commands/exclude-messages.ts';
import { recomputeCompany } from '../../src/commands/recompute-company.ts';
import { setCauses } from '../../src/commands/set-causes.ts';
import { undoExclusions } from '../../src/commands/undo-exclusions.ts';
import { updateCompanyProfile } from '../../src/commands/update-company-profile.ts';
import { DAY_SECONDS, HOUR_SECONDS } from '../../src/domain/instant.ts';
import { readPeriod } from '../../src/domain/report/period.ts';
import type { Database } from '../../src/store/database.ts';
import { listEventsOfConversations } from '../../src/store/event.ts';
import { listObligations } from '../../src/store/obligation.ts';
import { readSpanFigures } from '../../src/views/company-figures.ts';
import { readPeriodReport } from '../../src/views/report/read-period-report.ts';
import { makeBreachPlace } from '../support/breaches.ts';
import { TEST_NOW } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';
import { readRecorded, rejudgeFromEvents } from '../support/recorded.ts';

const HOUR = HOUR_SECONDS;
const DAY = DAY_SECONDS;
const SPAM = { reason: 'spam', clause: 'No advertising' } as const;

onEachDatabase('exclusions decided here', (open) => {
  const makePlace = async () => makeBreachPlace((await open()).db);
  type Place = Awaited<ReturnType<typeof makePlace>>;

  const excludedOf = async ({ owner, scope }: Place, conversation: string) =>
    (await listObligations(owner.db, scope, [conversation])).map((row) => [row.commitment_id, row.excluded_at, row.exclusion_reason]);
  const decisionsOf = ({ owner: { db }, company }: Place) =>
    db.selectFrom('exclusion_decision').selectAll().where('company_id', '=', company.id).orderBy('decided_at').execute();

  test('whatever became of them, messages are left out under every promise, by an event of their own source', async () => {
    const place = await makePlace();
    const { ask, keyOf, owner, company, scope } = place;
    await ask('breached', TEST_NOW - 2 * HOUR);
    await ask('answered', TEST_NOW - 2 * HOUR, 60);
    await ask('waiting', TEST_NOW - 60);
    const breaches = ['breached', 'answered', 'waiting'].map((conversation) => keyOf(conversation));
    // The wait for a solution is asked for by the same message: it is decided about once.
    breaches.push(keyOf('breached', { commitmentId: 'x-solved' }));
    assert.deepEqual(await excludeMessages(owner, company.slug, { breaches, ...SPAM }), { decided: 3, refused: [] });
    for (const conversation of ['breached', 'answered', 'waiting']) {
      const rows = await excludedOf(place, conversation);
      assert.deepEqual(rows.sort(), [
        ['x-first', TEST_NOW, 'spam'],
        ['x-solved', TEST_NOW, 'spam'],
      ]);
      const events = await listEventsOfConversations(owner.db, scope, [conversation]);
      const event = events.find(({ type }) => type === 'excluded');
      assert.partialDeepStrictEqual(event, { at: TEST_NOW, messageId: conversation, reason: 'spam', channelId: 'x' });
      assert.match(event?.id ?? '', /^kept:exclusion:[\w-]{16}$/);
    }
    const rows = await listObligations(owner.db, scope, ['breached', 'waiting']);
    assert.deepEqual(
      rows.filter(({ late_exclusion }) => late_exclusion).map((row) => [row.conversation_id, row.commitment_id]),
      [['breached', 'x-first']],
    );
    const { obligations } = await readRecorded(owner.db, scope);
    assert.deepEqual(obligations, await rejudgeFromEvents(owner.db, scope));
    const decisions = await decisionsOf(place);
    assert.equal(decisions.length, 3);
    for (const decision of decisions) {
      assert.partialDeepStrictEqual(decision, { type: 'excluded', ...SPAM, decided_at: TEST_NOW, decided_by: company.owner.id });
    }
  });

  test('a message that arrived more than 30 days ago stays, and the others are left out', async () => {
    const place = await makePlace();
    const { ask, keyOf, owner, company } = place;
    await ask('last second', TEST_NOW - 30 * DAY);
    await ask('too late', TEST_NOW - 30 * DAY - 1);
    const breaches = [keyOf('last second'), keyOf('too late')];
    assert.deepEqual(await excludeMessages(owner, company.slug, { breaches, ...SPAM }), {
      decided: 1,
      refused: [{ conversationId: 'too late', reason: 'too-late' }],
    });
    assert.equal((await decisionsOf(place)).length, 1);
    assert.deepEqual(
      (await excludedOf(place, 'too late')).map(([, at]) => at),
      [null, null],
    );
    await assert.rejects(excludeMessages(owner, company.slug, { breaches: breaches.slice(1), ...SPAM }), { code: 'too-late-to-exclude' });
    await assert.rejects(excludeMessages(owner, company.slug, { breaches: breaches.slice(0, 1), ...SPAM }), { code: 'changed-meanwhile' });
  });

  test('undo takes a message back, also what its source left out, and both can be said again in the same second', async () => {
    const place = await makePlace();
    const { ask, keyOf, owner, company, record } = place;
    await ask('m', TEST_NOW - 2 * HOUR);
    await ask('theirs', TEST_NOW - 2 * HOUR);
    await record([{ id: 'theirs out', conversation: 'theirs', channel: 'x', type: 'excluded', reason: 'test', at: TEST_NOW }]);
    const breaches = [keyOf('m')];
    const before = await listObligations(owner.db, place.scope, ['m']);
    await assert.rejects(undoExclusions(owner, company.slug, { breaches }), { code: 'changed-meanwhile' });
    await excludeMessages(owner, company.slug, { breaches, ...SPAM });
    assert.deepEqual(await undoExclusions(owner, company.slug, { breaches: [...breaches, keyOf('theirs')] }), { decided: 2, refused: [] });
    assert.deepEqual(await listObligations(owner.db, place.scope, ['m']), before);
    assert.deepEqual(
      (await excludedOf(place, 'theirs')).map(([, at]) => at),
      [null, null],
    );
    await excludeMessages(owner, company.slug, { breaches, ...SPAM });
    assert.deepEqual(
      (await excludedOf(place, 'm')).map(([, at]) => at),
      [TEST_NOW + 1, TEST_NOW + 1],
    );
    await undoExclusions(owner, company.slug, { breaches });
    assert.deepEqual(await listObligations(owner.db, place.scope, ['m']), before);
  });

  test('leaving messages out and taking them back restores every figure exactly', async () => {
    const place = await makePlace();
    const { ask, keyOf, owner, company, record } = place;
    const conversations = Array.from({ length: 24 }, (_, index) => `c${index}`);
    for (const [index, conversation] of conversations.entries()) {
      const answeredAfter = index % 4 === 0 ? null : index * 10 * 60;
      await ask(conversation, TEST_NOW - (index + 1) * 9 * HOUR, answeredAfter, index % 3 === 0 ? 'mail' : 'x');
    }
    // A second message, to which the wait passes on while the first one is left out.
    const second = { id: 'second', conversation: 'c4', channel: 'x', type: 'customer-message', at: TEST_NOW - 44 * HOUR };
    await record([second]);
    await setCauses(owner, company.slug, { breaches: [keyOf('c4')], cause: 'outage' });
    const before = await readAll(owner.db, company);
    const breaches = conversations.map((conversation, index) => keyOf(conversation, index % 3 === 0 ? { commitmentId: 'mail-first' } : {}));
    assert.equal((await excludeMessages(owner, company.slug, { breaches, ...SPAM })).decided, 24);
    assert.notDeepEqual(await readAll(owner.db, company), before);
    await undoExclusions(owner, company.slug, { breaches });
    assert.deepEqual(await readAll(owner.db, company), before);
    await assertNothingDiffers(place);
  });

  test('figures recomputed from events agree, also after the company’s days have moved', async () => {
    const place = await makePlace();
    const { ask, keyOf, owner, company } = place;
    await ask('m', TEST_NOW - 2 * HOUR);
    await excludeMessages(owner, company.slug, { breaches: [keyOf('m')], ...SPAM });
    await readAll(owner.db, company);
    await assertNothingDiffers(place);
    const { name, site, industry, country } = company;
    const profile = { name, site, industry: industry as 'retail', country, timeZone: 'Asia/Tokyo' };
    await updateCompanyProfile(owner, company.slug, profile);
    await assertNothingDiffers(place);
  });

  test('a decision is no sign of life of a silent source', async () => {
    const place = await makePlace();
    const { ask, keyOf, owner, company, contextAt } = place;
    await ask('m', TEST_NOW - 2 * HOUR);
    const signs = async () => [
      await owner.db.selectFrom('source').select('last_seen_at').where('company_id', '=', company.id).execute(),
      await owner.db.selectFrom('channel_source').select('last_event_at').where('company_id', '=', company.id).execute(),
      await owner.db.selectFrom('recorded_day').selectAll().where('company_id', '=', company.id).execute(),
    ];
    const before = await signs();
    const later = contextAt(TEST_NOW + 3 * DAY);
    await excludeMessages(later, company.slug, { breaches: [keyOf('m')], ...SPAM });
    await undoExclusions(later, company.slug, { breaches: [keyOf('m')] });
    assert.deepEqual(await signs(), before);
  });

  test('of two who leave the same message out at once, one does and the other is told', async () => {
    const place = await makePlace();
    const { ask, keyOf, owner, company } = place;
    await ask('m', TEST_NOW - 2 * HOUR);
    const exclude = () => excludeMessages(owner, company.slug, { breaches: [keyOf('m')], ...SPAM });
    const results = await Promise.allSettled([exclude(), exclude(), exclude()]);
    assert.deepEqual(results.map((result) => (result.status === 'fulfilled' ? 'done' : result.reason.code)).sort(), [
      'changed-meanwhile',
      'changed-meanwhile',
      'done',
    ]);
    assert.equal((await decisionsOf(place)).length, 1);
  });

  test('what its source tells meanwhile is kept, whoever is first', async () => {
    const place = await makePlace();
    const { ask, keyOf, owner, company, record, scope } = place;
    const names = Array.from({ length: 30 }, (_, index) => `m${index}`);
    for (const name of names) await ask(name, TEST_NOW - 2 * HOUR);
    const answers = names.map((name) => ({
      id: `${name} answer`,
      conversation: name,
      channel: 'x',
      type: 'agent-reply',
      at: TEST_NOW - 60,
    }));
    const [decided] = await Promise.all([
      excludeMessages(owner, company.slug, { breaches: names.toReversed().map((name) => keyOf(name)), ...SPAM }),
      ...answers.map((answer) => record([answer])),
    ]);
    assert.equal(decided.decided, 30);
    const { obligations } = await readRecorded(owner.db, scope);
    assert.deepEqual(obligations, await rejudgeFromEvents(owner.db, scope));
    assert.ok(
      obligations.every((row) => row.excluded_at === TEST_NOW && (row.metric === 'resolution' || row.answered_at === TEST_NOW - 60)),
    );
  });

  test('abuse is left out by a clause of the agreement only', async () => {
    const { ask, keyOf, owner, company } = await makePlace();
    await ask('m', TEST_NOW - 2 * HOUR);
    const given = { breaches: [keyOf('m')], reason: 'abuse' as const };
    await assert.rejects(excludeMessages(owner, company.slug, given), { code: 'invalid-input' });
    await excludeMessages(owner, company.slug, { ...given, clause: 'No threats' });
  });

  test('no source may use the ids of decisions', async () => {
    const { record } = await makePlace();
    const event = { id: 'kept:exclusion:mine', conversation: 'c', channel: 'x', type: 'customer-message', at: TEST_NOW };
    const { items } = await record([event]);
    assert.partialDeepStrictEqual(items[0], { status: 'rejected', code: 'invalid-input' });
  });

  test('of another company nothing is decided, even when its message has the same name', async () => {
    const [own, other] = [await makePlace(), await makePlace()];
    for (const place of [own, other]) await place.ask('m', TEST_NOW - 2 * HOUR);
    await excludeMessages(own.owner, own.company.slug, { breaches: [other.keyOf('m')], ...SPAM });
    assert.deepEqual(await decisionsOf(other), []);
    assert.deepEqual(
      (await excludedOf(other, 'm')).map(([, at]) => at),
      [null, null],
    );
  });
});

async function assertNothingDiffers({ owner, company }: Awaited<ReturnType<typeof makeBreachPlace>>): Promise<void> {
  const { differences } = await recomputeCompany(owner, company.slug, { isDryRun: true });
  assert.deepEqual(differences, []);
}

/** Everything that is told of a company's last 30 days. */
async function readAll(db: Database, company: { id: number; timeZone: string }): Promise<unknown> {
  const answer = readPeriod('2026-02-01..2026-03-02', company.timeZone, TEST_NOW);
  if (!answer.ok) throw new Error(answer.problem);
  // At the end of the second in which it was decided, everything counts.
  const figures = await readSpanFigures(db, company, answer.period, TEST_NOW);
  return [figures.figures, await readPeriodReport(db, company, answer.period, [], TEST_NOW)];
}
