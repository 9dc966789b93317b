import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Context } from '../../src/commands/context.ts';
import { deleteQueueView } from '../../src/commands/delete-queue-view.ts';
import { removeMember } from '../../src/commands/remove-member.ts';
import { saveQueueView } from '../../src/commands/save-queue-view.ts';
import { listSavedViews } from '../../src/views/list-saved-views.ts';
import { makeCompany, makeContext, makeMember } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';

onEachDatabase('saved views of the queue', (open) => {
  async function makePlace() {
    const { db } = await open();
    const company = await makeCompany(db);
    const [one, other] = [await makeMember(db, company.id, 'agent'), await makeMember(db, company.id, 'agent')];
    const as = (member: { actor: Context['actor'] }) => makeContext(db, { actor: member.actor });
    const namesOf = async ({ id }: { id: string }) => (await listSavedViews(db, company.id, id)).map(({ name }) => name);
    return { db, company, one, other, as, namesOf, slug: company.slug };
  }

  test('are their member’s alone, or the whole company’s', async () => {
    const { db, company, one, other, as, namesOf, slug } = await makePlace();
    await saveQueueView(as(one), slug, { name: 'My German', filter: { language: 'de', due: '4h' } });
    await saveQueueView(as(one), slug, { name: 'Ours', isShared: true, filter: {} });
    assert.deepEqual(await namesOf(one), ['Ours', 'My German']);
    assert.deepEqual(await namesOf(other), ['Ours']);
    const [, mine] = await listSavedViews(db, company.id, one.id);
    assert.partialDeepStrictEqual(mine, { isShared: false, query: 'due=4h&language=de' });
  });

  test('have a name once for each member and once for the company', async () => {
    const { one, other, as, slug } = await makePlace();
    const save = (who: typeof one, isShared: boolean) => saveQueueView(as(who), slug, { name: 'Urgent', isShared, filter: {} });
    await save(one, false);
    await save(other, false);
    await save(one, true);
    for (const isShared of [false, true]) await assert.rejects(save(one, isShared), { code: 'already-exists' });
  });

  test('are deleted by their member, those of the company by any agent, and go with their member', async () => {
    const { company, one, other, as, namesOf, slug } = await makePlace();
    const own = await saveQueueView(as(one), slug, { name: 'Mine', filter: {} });
    const shared = await saveQueueView(as(one), slug, { name: 'Ours', isShared: true, filter: {} });
    await assert.rejects(deleteQueueView(as(other), slug, own), { code: 'not-found' });
    await deleteQueueView(as(other), slug, shared);
    assert.deepEqual(await namesOf(one), ['Mine']);
    await removeMember(as(company.owner), slug, { userId: one.id });
    assert.deepEqual(await namesOf(one), []);
  });

  test('are at most fifty', async () => {
    const { one, as, slug } = await makePlace();
    for (let number = 0; number < 50; number++) await saveQueueView(as(one), slug, { name: `View ${number}`, filter: {} });
    await assert.rejects(saveQueueView(as(one), slug, { name: 'One more', filter: {} }), { code: 'not-allowed' });
  });
});
