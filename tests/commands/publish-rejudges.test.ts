import assert from 'node:assert/strict';
import { test } from 'node:test';
import { publishAgreement } from '../../src/commands/publish-agreement.ts';
import { recordEvents } from '../../src/commands/record-events.ts';
import { saveDraft } from '../../src/commands/save-draft.ts';
import { startDraft } from '../../src/commands/start-draft.ts';
import type { Agreement } from '../../src/domain/agreement/agreement.ts';
import { readCompanyFigures } from '../../src/views/company-figures.ts';
import { makeCompany, makeContext, TEST_NOW } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';
import { makeSource } from '../support/measured-company.ts';
import { makeCommitment, makePromises } from '../support/promise.ts';
import { readRecorded, rejudgeFromEvents } from '../support/recorded.ts';

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

/** Answers within so many hours. */
const within = (hours: number): Agreement => makePromises([makeCommitment({ targetSeconds: hours * HOUR })]);

onEachDatabase('publish-agreement judges anew', (open) => {
  const begin = async () => {
    const { db } = await open();
    const company = await makeCompany(db);
    const ctx = makeContext(db, { actor: company.owner.actor });
    const publish = async (content: Agreement, effectiveAt: number | null = null) => {
      await startDraft(ctx, company.slug, { from: 'empty' });
      const { revision } = await saveDraft(ctx, company.slug, { revision: 1, content });
      return publishAgreement(ctx, company.slug, { revision, effectiveAt });
    };
    const scope = await makeSource(db, company.id);
    /** Records a message for each instant, in a conversation of its own, named for it. */
    const ask = async (...instants: number[]) => {
      const events = instants.map((at) => ({ id: `m${at}`, conversation: `c${at}`, channel: 'x', type: 'customer-message', at }));
      const result = await recordEvents(makeContext(db, { now: ctx.now, actor: { kind: 'system' } }), scope, events);
      assert.equal(result.recorded, instants.length, JSON.stringify(result));
    };
    /** Each obligation as [when it was asked, which version judges it, after how many hours it is a breach]. */
    const judged = async () => {
      const { obligations } = await readRecorded(db, scope);
      assert.deepEqual(obligations, await rejudgeFromEvents(db, scope), 'what is stored is what follows from the facts');
      return obligations
        .map((row) => [row.asked_at, row.version_number, ((row.breach_at ?? Number.NaN) - row.asked_at) / HOUR] as const)
        .sort(([a], [b]) => a - b);
    };
    return { db, company, ctx, publish, ask, judged };
  };

  test('never what arrived before: a version that asks for an effect in the past takes effect when it is published', async () => {
    const { ctx, publish, ask, judged } = await begin();
    await publish(within(4));
    ctx.now += DAY;
    await ask(ctx.now - HOUR, ctx.now - 1);
    const { effectiveAt } = await publish(within(1), ctx.now - 10 * HOUR);
    assert.equal(effectiveAt, ctx.now);
    assert.deepEqual(
      (await judged()).map(([, ...terms]) => terms),
      [
        [1, 4],
        [1, 4],
      ],
    );
  });

  test('messages recorded before publishing and said to arrive at or after the effect are judged by the new version', async () => {
    const { ctx, publish, ask, judged } = await begin();
    await publish(within(4));
    ctx.now += DAY;
    const at = ctx.now;
    // A source’s clock may be up to five minutes ahead.
    await ask(at - 1, at, at + 4 * MINUTE);
    await publish(within(1));
    assert.deepEqual(await judged(), [
      [at - 1, 1, 4],
      [at, 2, 1],
      [at + 4 * MINUTE, 2, 1],
    ]);
  });

  test('before a future effect the old version judges, from it on the new one, to the second', async () => {
    const { ctx, publish, ask, judged } = await begin();
    await publish(within(4));
    const { effectiveAt } = await publish(within(1), TEST_NOW + 3 * DAY);
    assert.equal(effectiveAt, TEST_NOW + 3 * DAY);
    ctx.now = effectiveAt + HOUR;
    await ask(effectiveAt - DAY, effectiveAt - 1, effectiveAt, effectiveAt + 60);
    assert.deepEqual(
      (await judged()).map(([, ...terms]) => terms),
      [
        [1, 4],
        [1, 4],
        [2, 1],
        [2, 1],
      ],
    );
  });

  test('a weakening that is announced, then taken back, judges nothing', async () => {
    const { ctx, publish, ask, judged } = await begin();
    await publish(within(1));
    const weaker = await publish(within(8));
    assert.equal(weaker.effectiveAt, TEST_NOW + 30 * DAY);
    ctx.now += 10 * DAY;
    await publish(within(1));
    ctx.now = TEST_NOW + 31 * DAY;
    await ask(TEST_NOW + 30 * DAY + HOUR);
    assert.deepEqual(
      (await judged()).map(([, ...terms]) => terms),
      [[3, 1]],
    );
  });

  test('before the first version takes effect nothing is owed; from its effect on messages are', async () => {
    const { ctx, publish, ask, judged } = await begin();
    await publish(within(1), TEST_NOW + DAY);
    ctx.now = TEST_NOW + 2 * DAY;
    await ask(TEST_NOW + HOUR, TEST_NOW + DAY + HOUR);
    assert.deepEqual(await judged(), [[TEST_NOW + DAY + HOUR, 1, 1]]);
  });

  test('the figures that were counted before follow', async () => {
    const { db, company, ctx, publish, ask } = await begin();
    await publish(within(4));
    ctx.now += DAY;
    const at = ctx.now;
    await ask(at, at + MINUTE);
    const breached = async (now: number) => (await readCompanyFigures(db, company, '7d', now)).commitments[0]?.judgement.counts.breached;
    assert.equal(await breached(at + 2 * HOUR), 0, 'four hours have not passed');
    await publish(within(1));
    assert.equal(await breached(at + 2 * HOUR), 2, 'one hour has');
  });
});
