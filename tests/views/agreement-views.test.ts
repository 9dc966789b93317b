import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApiKey } from '../../src/commands/create-api-key.ts';
import { publishAgreement } from '../../src/commands/publish-agreement.ts';
import { recordEvents } from '../../src/commands/record-events.ts';
import { saveDraft } from '../../src/commands/save-draft.ts';
import { startDraft } from '../../src/commands/start-draft.ts';
import type { Agreement } from '../../src/domain/agreement/agreement.ts';
import { findDraft } from '../../src/views/find-draft.ts';
import { findPublication } from '../../src/views/find-publication.ts';
import { findVersionComparison } from '../../src/views/find-version-comparison.ts';
import { findVersionHistory } from '../../src/views/find-version-history.ts';
import { readAgreementProgress } from '../../src/views/read-agreement-progress.ts';
import { readDraftEditor } from '../../src/views/read-draft-editor.ts';
import { changeCommitment, makeAgreement } from '../support/agreement.ts';
import { makeCompany, makeContext, makeMember, TEST_NOW } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';
import { makeSource } from '../support/measured-company.ts';

const DAY = 86_400;
const content = makeAgreement();
const weaker = changeCommitment(content, 0, { targetSeconds: 90_000 });
const stronger = changeCommitment(content, 0, { targetSeconds: 3600 });

onEachDatabase('views of agreements', (open) => {
  const begin = async () => {
    const { db } = await open();
    const company = await makeCompany(db);
    const ctx = makeContext(db, { actor: company.owner.actor });
    const draft = async (next: Agreement) => {
      await startDraft(ctx, company.slug, { from: 'empty' });
      return (await saveDraft(ctx, company.slug, { revision: 1, content: next })).revision;
    };
    const publish = async (next: Agreement) => publishAgreement(ctx, company.slug, { revision: await draft(next) });
    return { db, company, ctx, draft, publish };
  };

  test('a draft tells who saved it and what is missing', async () => {
    const { db, company, draft } = await begin();
    assert.equal(await findDraft(db, company.id, TEST_NOW), undefined);
    await draft({ ...content, remedy: '' });
    const found = await findDraft(db, company.id, TEST_NOW);
    assert.equal(found?.updatedBy, 'Test user');
    assert.deepEqual(
      found?.problems.map(({ field }) => field),
      ['remedy'],
    );
    const other = await makeCompany(db);
    assert.equal(await findDraft(db, other.id, TEST_NOW), undefined, 'nobody else’s');
  });

  test('the editor starts with the template of the company’s industry and knows the newest version', async () => {
    const { db, company, publish } = await begin();
    const before = await readDraftEditor(db, company.id, TEST_NOW);
    assert.deepEqual(before, { draft: undefined, newestVersion: undefined, country: 'DE', suggestedTemplate: 'online-shop' });
    await publish(content);
    assert.equal((await readDraftEditor(db, company.id, TEST_NOW)).newestVersion, 1);
  });

  test('publishing is foretold: number, changes, when and why', async () => {
    const { db, company, draft } = await begin();
    assert.equal(await findPublication(db, company.id, TEST_NOW), undefined);
    await draft(content);
    const first = await findPublication(db, company.id, TEST_NOW);
    assert.deepEqual(
      [first?.nextNumber, first?.previous, first?.changes, first?.plan],
      [1, undefined, [], { effectiveAt: TEST_NOW, notices: [] }],
    );

    const later = await begin();
    await later.publish(content);
    await later.draft(weaker);
    const second = await findPublication(db, later.company.id, TEST_NOW);
    assert.equal(second?.nextNumber, 2);
    assert.equal(second?.previous?.number, 1);
    assert.deepEqual(
      second?.changes.map(({ part, kind }) => [part, kind]),
      [['commitments', 'changed']],
    );
    assert.equal(second?.plan.effectiveAt, TEST_NOW + 30 * DAY);
    assert.equal(second?.plan.notices[0]?.number, 1);
    assert.deepEqual(second?.replaced, []);
  });

  test('a version that waits for its day and never comes is named before it is replaced', async () => {
    const { db, company, draft, publish } = await begin();
    await publish(content);
    await publish(weaker);
    await draft(stronger);
    const publication = await findPublication(db, company.id, TEST_NOW);
    assert.deepEqual(
      publication?.replaced.map(({ number }) => number),
      [2],
    );
  });

  test('the history says of each version what it is', async () => {
    const { db, company, ctx, publish } = await begin();
    assert.equal(await findVersionHistory(db, 'no-such-company', TEST_NOW), undefined);
    assert.deepEqual((await findVersionHistory(db, company.slug, TEST_NOW))?.versions, []);
    await publish(content);
    await publish(weaker);
    ctx.now += DAY;
    await publish(stronger);
    const states = async (now: number) =>
      (await findVersionHistory(db, company.slug, now))?.versions.map(({ version, state }) => [version.number, state]);
    assert.deepEqual(await states(ctx.now), [
      [3, 'in-force'],
      [2, 'replaced'],
      [1, 'past'],
    ]);
    ctx.now += DAY;
    await publish(weaker);
    assert.deepEqual((await states(ctx.now))?.slice(0, 2), [
      [4, 'announced'],
      [3, 'in-force'],
    ]);
  });

  test('any two versions are compared; by default the newest with the one before it', async () => {
    const { db, company, publish } = await begin();
    const compare = (from?: number, to?: number) => findVersionComparison(db, company.slug, { from, to }, TEST_NOW);
    assert.equal(await compare(), undefined, 'nothing is published');
    await publish(content);
    assert.deepEqual((await compare())?.changes, [], 'the only one with itself');
    await publish(weaker);
    const newest = await compare();
    assert.deepEqual([newest?.from.version.number, newest?.to.version.number, newest?.weakenings.length], [1, 2, 1]);
    assert.equal((await compare(2, 1))?.weakenings.length, 0, 'the other way round nothing weakens');
    assert.equal(await compare(1, 3), undefined);
    assert.equal(await compare(9), undefined);
  });

  test('the next step follows what a company has done', async () => {
    const { db, company, ctx, draft } = await begin();
    const steps = async (now = TEST_NOW) => (await readAgreementProgress(db, company.id, now)).steps.map(({ id }) => id);
    assert.deepEqual(await steps(), ['choose-template']);
    const first = await draft({ ...content, remedy: '' });
    assert.deepEqual(await steps(), ['finish-draft']);
    const { revision } = await saveDraft(ctx, company.slug, { revision: first, content });
    assert.deepEqual(await steps(), ['publish']);
    await publishAgreement(ctx, company.slug, { revision });
    assert.deepEqual(await steps(), ['connect-source']);
    const scope = await makeSource(db, company.id);
    const admin = makeContext(db, { actor: (await makeMember(db, company.id, 'admin')).actor });
    await createApiKey(admin, company.slug, { sourceId: scope.sourceId, name: 'desk' });
    assert.deepEqual(await steps(), ['send-events']);
    const event = { id: 'm1', conversation: 'c1', channel: 'email', type: 'customer-message', at: TEST_NOW };
    assert.equal((await recordEvents(makeContext(db, { actor: { kind: 'system' } }), scope, [event])).recorded, 1);
    assert.deepEqual(await steps(), []);
    assert.deepEqual(await steps(TEST_NOW + 400 * DAY), ['review']);
  });
});
