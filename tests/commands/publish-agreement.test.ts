import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { publishAgreement } from '../../src/commands/publish-agreement.ts';
import { saveDraft } from '../../src/commands/save-draft.ts';
import { startDraft } from '../../src/commands/start-draft.ts';
import type { Agreement } from '../../src/domain/agreement/agreement.ts';
import { findAgreementDraft } from '../../src/store/agreement-draft.ts';
import { listAgreementVersions } from '../../src/store/agreement-version.ts';
import { changeCommitment, makeAgreement } from '../support/agreement.ts';
import { makeCompany, makeContext, makeMember, TEST_NOW, type TestContext } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';

const DAY = 86_400;

/** Saves `content` as a draft of its own and returns its revision. */
async function draft(ctx: TestContext, slug: string, content: Agreement): Promise<number> {
  await startDraft(ctx, slug, { from: 'empty' });
  return (await saveDraft(ctx, slug, { revision: 1, content })).revision;
}

async function publish(ctx: TestContext, slug: string, content: Agreement): ReturnType<typeof publishAgreement> {
  return publishAgreement(ctx, slug, { revision: await draft(ctx, slug, content) });
}

onEachDatabase('publish-agreement', (open) => {
  const begin = async () => {
    const { db } = await open();
    const company = await makeCompany(db);
    return { db, company, ctx: makeContext(db, { actor: company.owner.actor }) };
  };

  test('publishes the draft as a version that says the same, and takes the draft away', async () => {
    const { db, company, ctx } = await begin();
    const content = makeAgreement();
    assert.deepEqual(await publish(ctx, company.slug, content), { number: 1, effectiveAt: TEST_NOW });

    const expected = { number: 1, publishedAt: TEST_NOW, effectiveAt: TEST_NOW, content };
    assert.deepEqual(await listAgreementVersions(db, company.id), [expected]);
    assert.equal(await findAgreementDraft(db, company.id), undefined);
  });

  test('refuses an incomplete draft with everything that is missing, and keeps it', async () => {
    const { db, company, ctx } = await begin();
    const revision = await draft(ctx, company.slug, { ...makeAgreement(), remedy: '', commitments: [] });

    await assert.rejects(publishAgreement(ctx, company.slug, { revision }), (error: { code: string; fields: { field: string }[] }) => {
      assert.equal(error.code, 'agreement-incomplete');
      assert.deepEqual(
        error.fields.map(({ field }) => field),
        ['commitments', 'remedy'],
      );
      return true;
    });
    assert.equal((await findAgreementDraft(db, company.id))?.revision, revision);
    assert.deepEqual(await listAgreementVersions(db, company.id), []);
  });

  test('refuses a revision that is not the one that was read', async () => {
    const { company, ctx } = await begin();
    const revision = await draft(ctx, company.slug, makeAgreement());
    await assert.rejects(publishAgreement(ctx, company.slug, { revision: revision - 1 }), { code: 'changed-meanwhile' });
  });

  test('a weakening waits for the notice period; a strengthening counts at once; taking the weakening back too', async () => {
    const { db, company, ctx } = await begin();
    const content = makeAgreement();
    await publish(ctx, company.slug, content);
    ctx.now = TEST_NOW + DAY;
    const weaker = await publish(ctx, company.slug, changeCommitment(content, 0, { targetSeconds: 90_000 }));
    assert.deepEqual(weaker, { number: 2, effectiveAt: ctx.now + 30 * DAY });
    ctx.now = TEST_NOW + 2 * DAY;
    const stronger = await publish(ctx, company.slug, changeCommitment(content, 0, { targetSeconds: 3600 }));
    assert.deepEqual(stronger, { number: 3, effectiveAt: ctx.now });
    const started = await startDraft(ctx, company.slug, { from: 'version' });
    assert.equal(started.content.commitments[0]?.targetSeconds, 3600, 'the version in force, not the one that was taken back');
    assert.equal((await listAgreementVersions(db, company.id)).length, 3);
  });

  test('takes effect when asked for, within two years', async () => {
    const { company, ctx } = await begin();
    const revision = await draft(ctx, company.slug, makeAgreement());
    await assert.rejects(publishAgreement(ctx, company.slug, { revision, effectiveAt: TEST_NOW + 800 * DAY }), { code: 'invalid-input' });
    const { effectiveAt } = await publishAgreement(ctx, company.slug, { revision, effectiveAt: TEST_NOW + 10 * DAY });
    assert.equal(effectiveAt, TEST_NOW + 10 * DAY);
  });

  test('numbers have no gaps when several publish at once', async () => {
    const { db, company, ctx } = await begin();
    await publish(ctx, company.slug, makeAgreement());
    const revision = await draft(ctx, company.slug, makeAgreement());
    const results = await Promise.allSettled(Array.from({ length: 4 }, () => publishAgreement(ctx, company.slug, { revision })));

    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
    for (const result of results) if (result.status === 'rejected') assert.equal(result.reason.code, 'not-found');
    const numbers = (await listAgreementVersions(db, company.id)).map(({ number }) => number);
    assert.deepEqual(numbers, [1, 2]);
  });

  test('tells every instance, once the transaction has ended', async () => {
    const { db, company, ctx } = await begin();
    const database = await open();
    const heard = new Promise<string>((resolve) => {
      void database
        .listen('company_changed', (payload) => {
          if (payload === String(company.id)) resolve(payload);
        })
        .then(() => publish(ctx, company.slug, makeAgreement()));
    });
    assert.equal(await heard, String(company.id));
    assert.equal((await listAgreementVersions(db, company.id)).length, 1);
  });

  test('the database refuses to change, delete or empty what was published', async () => {
    const { db, company, ctx } = await begin();
    await publish(ctx, company.slug, makeAgreement());
    const where = sql`where company_id = ${company.id}`;
    const attempts = [
      sql`update agreement_version set content = '{}' ${where}`,
      sql`update agreement_version set effective_at = effective_at + 1 ${where}`,
      sql`delete from agreement_version ${where}`,
      sql`truncate agreement_version`,
      sql`delete from company where id = ${company.id}`,
    ];
    for (const attempt of attempts) await assert.rejects(attempt.execute(db), /immutable|foreign key/);
    assert.equal((await listAgreementVersions(db, company.id)).length, 1);
  });

  test('an editor writes and does not publish', async () => {
    const { db, company, ctx } = await begin();
    const revision = await draft(ctx, company.slug, makeAgreement());
    const editor = makeContext(db, { actor: (await makeMember(db, company.id, 'editor')).actor });
    await assert.rejects(publishAgreement(editor, company.slug, { revision }), { code: 'not-allowed' });
    assert.equal((await saveDraft(editor, company.slug, { revision, content: {} })).revision, revision + 1);
  });
});
