import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeWorldAgreement } from '../../bench/world/channels.ts';
import { type CompanyPlan, spreadOverHours } from '../../bench/world/company-plan.ts';
import { drawHour } from '../../bench/world/draw-conversation.ts';
import { makeWorld } from '../../bench/world/make-world.ts';
import { rejudgeConversations } from '../../src/commands/rejudge-conversations.ts';
import { readCompanyFigures } from '../../src/views/company-figures.ts';
import { TEST_NOW } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';
import { readRecorded, rejudgeFromEvents } from '../support/recorded.ts';

const DAY = 86_400;
const PLAN: CompanyPlan = {
  scope: { companyId: 1, sourceId: 1 },
  seed: 7,
  versions: [{ number: 1, publishedAt: 0, effectiveAt: 0, content: makeWorldAgreement('acme', 'Europe/Berlin', '2027-01-01') }],
  conversations: 400,
  since: TEST_NOW - 60 * DAY,
  now: TEST_NOW,
};
const drawAll = (plan: CompanyPlan) => spreadOverHours(plan).flatMap((hour) => drawHour(plan, hour));

test('bench/world draws the same conversations for the same seed, others for another', () => {
  const drawn = drawAll(PLAN);
  assert.equal(drawn.length, 400);
  assert.deepEqual(drawAll(PLAN), drawn);
  assert.notDeepEqual(drawAll({ ...PLAN, seed: 8 }), drawn);
});

test('bench/world draws nothing after its end, ids of its own, and answers that take longer at weekends', () => {
  const drawn = drawAll({ ...PLAN, conversations: 5_000 });
  const events = drawn.flatMap((conversation) => conversation.events);
  assert.ok(events.every(({ at, recordedAt }) => at >= PLAN.since && at <= PLAN.now && recordedAt <= PLAN.now));
  assert.equal(new Set(events.map(({ id }) => id)).size, events.length);
  const median = (isWeekend: boolean) => {
    const waits = drawn.flatMap(({ channelId, events: [asked, answered] }) => {
      if (channelId !== 'x' || asked === undefined || answered?.type !== 'agent-reply') return [];
      return [0, 6].includes(new Date(asked.at * 1000).getUTCDay()) === isWeekend ? [answered.at - asked.at] : [];
    });
    return waits.sort((a, b) => a - b)[waits.length >> 1] ?? Number.NaN;
  };
  assert.ok(median(true) > median(false));
});

onEachDatabase('bench/world', (open) => {
  test('holds what recording its events would have written, and days that are tallied', async () => {
    const database = await open();
    const { db } = database;
    const { large, counts } = await makeWorld(database, undefined, 1_000, TEST_NOW, 21);

    const recorded = await readRecorded(db, large.scope);
    assert.ok(recorded.events > 1_500 && recorded.events <= counts.events);
    assert.deepEqual(recorded.obligations, await rejudgeFromEvents(db, large.scope));

    const { commitments } = await readCompanyFigures(db, { id: large.scope.companyId, timeZone: large.timeZone }, '12m', TEST_NOW);
    const marks = () => db.selectFrom('day_mark').selectAll().where('company_id', '=', large.scope.companyId).execute();
    assert.deepEqual(await marks(), []);
    assert.ok(commitments.every(({ judgement }) => judgement.counts.met > 0));

    await db.transaction().execute((trx) => rejudgeConversations(trx, large.scope.companyId, 0));
    assert.deepEqual(await marks(), [], 'judging anew changes nothing');
  });
});
