import assert from 'node:assert/strict';
import { test } from 'node:test';
import { discardDraft } from '../../src/commands/discard-draft.ts';
import { proposeHolidays } from '../../src/commands/propose-holidays.ts';
import { saveDraft } from '../../src/commands/save-draft.ts';
import { startDraft } from '../../src/commands/start-draft.ts';
import { findAgreementDraft } from '../../src/store/agreement-draft.ts';
import { listChannels } from '../../src/store/channel.ts';
import { makeAgreement } from '../support/agreement.ts';
import { makeCompany, makeContext, TEST_NOW } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';

onEachDatabase('commands on drafts', (open) => {
  const begin = async () => {
    const { db } = await open();
    const company = await makeCompany(db);
    return { db, company, ctx: makeContext(db, { actor: company.owner.actor }) };
  };

  test('a draft starts from a template in the company’s own zone, and only once', async () => {
    const { db, company, ctx } = await begin();
    const { revision, content } = await startDraft(ctx, company.slug, { from: 'template', template: 'bank' });

    assert.equal(revision, 1);
    assert.equal(content.calendars[0]?.rules.timeZone, 'Europe/Berlin');
    assert.equal(content.reviewOn, '2026-09-02');
    assert.deepEqual(await findAgreementDraft(db, company.id), {
      content,
      revision: 1,
      updatedAt: TEST_NOW,
      updatedBy: company.owner.id,
    });
    await assert.rejects(startDraft(ctx, company.slug, { from: 'empty' }), { code: 'already-exists' });
  });

  test('a part is saved into the whole, and its channels become known', async () => {
    const { db, company, ctx } = await begin();
    await startDraft(ctx, company.slug, { from: 'empty' });
    const { channels, calendars } = makeAgreement();
    const first = await saveDraft(ctx, company.slug, { revision: 1, content: { channels, calendars } });
    const second = await saveDraft(ctx, company.slug, { revision: first.revision, content: { remedy: 'Cake.' } });

    assert.deepEqual([first.revision, second.revision], [2, 3]);
    assert.equal(second.content.remedy, 'Cake.');
    assert.deepEqual(second.content.channels, channels);
    const known = [
      { id: 'email', kind: 'email', handle: 'our email' },
      { id: 'whatsapp', kind: 'whatsapp', handle: 'our whatsapp' },
    ];
    assert.deepEqual(await listChannels(db, company.id), known);
    const renamed = channels.map((channel) => ({ ...channel, handle: 'renamed' })).slice(0, 1);
    await saveDraft(ctx, company.slug, { revision: 3, content: { channels: renamed } });
    assert.deepEqual(await listChannels(db, company.id), [{ ...known[0], handle: 'renamed' }, known[1]]);
  });

  test('an edit of an older revision is refused and overwrites nothing', async () => {
    const { db, company, ctx } = await begin();
    await startDraft(ctx, company.slug, { from: 'empty' });
    await saveDraft(ctx, company.slug, { revision: 1, content: { remedy: 'Theirs.' } });

    const mine = saveDraft(ctx, company.slug, { revision: 1, content: { remedy: 'Mine.' } });
    await assert.rejects(mine, { code: 'changed-meanwhile' });
    await assert.rejects(discardDraft(ctx, company.slug, { revision: 1 }), { code: 'changed-meanwhile' });
    assert.equal((await findAgreementDraft(db, company.id))?.content.remedy, 'Theirs.');
  });

  test('an edit of other parts that was saved meanwhile is kept; of the same part it is refused with the field', async () => {
    const { db, company, ctx } = await begin();
    const base = makeAgreement();
    await startDraft(ctx, company.slug, { from: 'empty' });
    const { revision } = await saveDraft(ctx, company.slug, { revision: 1, content: base });
    await saveDraft(ctx, company.slug, { revision, content: { ...base, remedy: 'Theirs.' } });

    const mine = { ...base, owner: { ...base.owner, name: 'Mine' } };
    const merged = await saveDraft(ctx, company.slug, { revision, base, content: mine });
    assert.deepEqual(merged, { revision: revision + 2, content: { ...mine, remedy: 'Theirs.' }, isMerged: true });
    await assert.rejects(saveDraft(ctx, company.slug, { revision, base, content: { ...base, remedy: 'Mine.' } }), {
      code: 'changed-meanwhile',
      fields: [{ field: 'remedy', message: 'Somebody else changed this too, and saved it first.' }],
    });
    assert.equal((await findAgreementDraft(db, company.id))?.content.remedy, 'Theirs.');
  });

  test('of two edits at once one is saved', async () => {
    const { db, company, ctx } = await begin();
    await startDraft(ctx, company.slug, { from: 'empty' });
    const edits = ['One.', 'Two.', 'Three.'].map((remedy) => saveDraft(ctx, company.slug, { revision: 1, content: { remedy } }));
    const results = await Promise.allSettled(edits);

    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
    assert.equal((await findAgreementDraft(db, company.id))?.revision, 2);
  });

  test('a malformed part is refused with its field', async () => {
    const { company, ctx } = await begin();
    await startDraft(ctx, company.slug, { from: 'empty' });
    const { channels } = makeAgreement();
    const wrong = channels.map((channel) => ({ ...channel, url: 'javascript:alert(1)' }));
    await assert.rejects(
      saveDraft(ctx, company.slug, { revision: 1, content: { channels: wrong } }),
      (error: { fields: { field: string }[] }) => error.fields.some(({ field }) => field === 'content.channels.0.url'),
    );
  });

  test('a discarded draft is gone, and another can begin', async () => {
    const { db, company, ctx } = await begin();
    await startDraft(ctx, company.slug, { from: 'empty' });
    await discardDraft(ctx, company.slug, { revision: 1 });

    assert.equal(await findAgreementDraft(db, company.id), undefined);
    await assert.rejects(saveDraft(ctx, company.slug, { revision: 1, content: {} }), { code: 'not-found' });
    await assert.rejects(startDraft(ctx, company.slug, { from: 'version' }), { code: 'not-found' });
    assert.equal((await startDraft(ctx, company.slug, { from: 'template', template: 'software' })).revision, 1);
  });

  test('holidays are proposed for two years and nothing is saved', async () => {
    const { db, company, ctx } = await begin();
    const proposal = await proposeHolidays(ctx, company.slug, { country: 'DE', region: 'BY' });

    assert.equal(proposal.region, 'BY');
    assert.ok(proposal.holidays.some(({ date }) => date === '2026-12-25'));
    assert.ok(proposal.holidays.every(({ date }) => date >= '2026-03-02' && date < '2028-03-02'));
    assert.equal((await proposeHolidays(ctx, company.slug, { country: 'FR', region: 'BY' })).region, '');
    assert.equal(await findAgreementDraft(db, company.id), undefined);
  });
});
