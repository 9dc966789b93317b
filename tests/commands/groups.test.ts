import assert from 'node:assert/strict';
import { test } from 'node:test';
import { acceptGroupInvitation, findGroupInvitation } from '../../src/commands/accept-group-invitation.ts';
import { addGroupCompany } from '../../src/commands/add-group-company.ts';
import { agreeToGroup } from '../../src/commands/agree-to-group.ts';
import { authorise } from '../../src/commands/company-command.ts';
import type { Actor } from '../../src/commands/context.ts';
import { createGroup } from '../../src/commands/create-group.ts';
import { deleteGroup } from '../../src/commands/delete-group.ts';
import { authoriseGroup, authoriseGroupReport } from '../../src/commands/group-command.ts';
import { inviteGroupMember } from '../../src/commands/invite-group-member.ts';
import { leaveGroup } from '../../src/commands/leave-group.ts';
import { removeGroupCompany } from '../../src/commands/remove-group-company.ts';
import { removeGroupMember } from '../../src/commands/remove-group-member.ts';
import { renameGroup } from '../../src/commands/rename-group.ts';
import { DAY_SECONDS } from '../../src/domain/instant.ts';
import { readPeriod } from '../../src/domain/report/period.ts';
import type { Database } from '../../src/store/database.ts';
import { listGroupCompanies, listGroupsOfCompany, listMyGroups, readGroupMembers, readGroupReport } from '../../src/views/read-group.ts';
import { readPeriodReport } from '../../src/views/report/read-period-report.ts';
import { newEmail } from '../support/account.ts';
import { makeCompany, makeContext, makeMember, makeUser, TEST_NOW } from '../support/context.ts';
import { onEachDatabase } from '../support/database.ts';
import { fillReported } from '../support/reported-company.ts';

const NOT_FOUND = { code: 'not-found' };

onEachDatabase('groups', (open) => {
  const as = (db: Database, actor: Actor, now = TEST_NOW) => makeContext(db, { actor, now });

  async function makePlace() {
    const { db } = await open();
    const [own, other] = [await makeCompany(db), await makeCompany(db)];
    const manager = as(db, own.owner.actor);
    const { groupId } = await createGroup(manager, { name: 'Holding' });
    return { db, own, other, manager, otherOwner: as(db, other.owner.actor), groupId };
  }

  /** Invites somebody new and has them join. */
  async function join(db: Database, manager: ReturnType<typeof as>, groupId: string, role: 'reader' | 'manager' = 'reader') {
    await inviteGroupMember(manager, groupId, { email: newEmail(), role });
    const user = await makeUser(db);
    const ctx = as(db, user.actor);
    const token = tokenIn(manager.jobs.at(-1));
    await acceptGroupInvitation(ctx, { token });
    return { ctx, user, token };
  }

  const tokenIn = (job: ReturnType<typeof as>['jobs'][number] | undefined): string =>
    (job?.name === 'send-mail' && /token=([\w-]+)/.exec(job.payload.text)?.[1]) || '';
  const memberOf = async (db: Database, groupId: string, userId: string) =>
    (await readGroupMembers(db, groupId, TEST_NOW)).find((member) => member.userId === userId)?.id ?? '';
  const actionsOf = async (db: Database, companyId: number) =>
    (await db.selectFrom('audit_entry').select('action').where('company_id', '=', companyId).orderBy('id').execute()).map(
      ({ action }) => action,
    );

  test('are made by who is owner or admin somewhere', async () => {
    const { db, own, manager, groupId } = await makePlace();
    assert.deepEqual(await listMyGroups(db, own.owner.id), [{ id: groupId, name: 'Holding', role: 'manager', companies: 0 }]);
    await assert.rejects(createGroup(as(db, (await makeMember(db, own.id, 'editor')).actor), { name: 'Mine' }), { code: 'not-allowed' });
    await assert.rejects(createGroup(manager, { name: '' }), { code: 'invalid-input' });
    await assert.rejects(createGroup(makeContext(db), { name: 'Mine' }), { code: 'not-signed-in' });
  });

  test('are renamed by who manages them, which their companies read in their logs', async () => {
    const { db, own, other, manager, groupId } = await makePlace();
    await addGroupCompany(manager, groupId, { slug: own.slug });
    await addGroupCompany(manager, groupId, { slug: other.slug });
    await assert.rejects(renameGroup(manager, groupId, { name: ' H ' }), { code: 'invalid-input' });
    await renameGroup(manager, groupId, { name: 'Holding' });
    assert.deepEqual(await actionsOf(db, own.id), ['agree-to-group'], 'the same name is no change');
    await renameGroup(manager, groupId, { name: ' Group of two ' });
    assert.equal((await listMyGroups(db, own.owner.id))[0]?.name, 'Group of two');
    const logged = await db.selectFrom('audit_entry').select(['action', 'detail']).where('company_id', '=', own.id).orderBy('id').execute();
    assert.deepEqual(logged.at(-1), { action: 'rename-group', detail: { groupId, before: 'Holding', group: 'Group of two' } });
    assert.deepEqual(await actionsOf(db, other.id), [], 'it has not agreed, so nothing of it is seen');
  });

  test('have a company at once where its owner adds it, and otherwise once an owner agreed', async () => {
    const { db, own, other, manager, otherOwner, groupId } = await makePlace();
    assert.equal((await addGroupCompany(manager, groupId, { slug: `https://kept.example/${own.slug}` })).isAgreed, true);
    assert.equal((await addGroupCompany(manager, groupId, { slug: other.slug })).isAgreed, false);
    const [mail] = manager.jobs;
    assert.ok(
      mail?.name === 'send-mail' && mail.payload.to === other.owner.email && mail.payload.text.includes(`/app/${other.slug}/settings`),
    );
    await assert.rejects(authoriseGroupReport(manager, groupId, other.slug), NOT_FOUND);
    const asked = (await listGroupCompanies(db, groupId)).find(({ id }) => id === other.id);
    assert.deepEqual([asked?.name, asked?.isAgreed], [other.slug, false]);
    assert.deepEqual(
      (await readGroupReport(db, groupId, '2026-02', TEST_NOW)).map(({ company }) => company.id),
      [own.id],
    );
    await assert.rejects(addGroupCompany(manager, groupId, { slug: other.slug }), { code: 'already-exists' });
    await assert.rejects(agreeToGroup(as(db, (await makeMember(db, other.id, 'admin')).actor), other.slug, { groupId }), {
      code: 'not-allowed',
    });
    await agreeToGroup(otherOwner, other.slug, { groupId });
    assert.equal((await authoriseGroupReport(manager, groupId, other.slug)).company.id, other.id);
    await assert.rejects(agreeToGroup(otherOwner, other.slug, { groupId }), NOT_FOUND);
    await assert.rejects(addGroupCompany(manager, groupId, { slug: 'nobody-at-all' }), NOT_FOUND);
  });

  test('are left by a company at any time, and what they ask for is turned down', async () => {
    const { db, own, other, manager, otherOwner, groupId } = await makePlace();
    await addGroupCompany(manager, groupId, { slug: other.slug });
    await leaveGroup(otherOwner, other.slug, { groupId });
    await assert.rejects(leaveGroup(otherOwner, other.slug, { groupId }), NOT_FOUND);
    await addGroupCompany(manager, groupId, { slug: other.slug });
    await agreeToGroup(otherOwner, other.slug, { groupId });
    const [group] = await listGroupsOfCompany(db, other.id);
    assert.deepEqual(group, { id: groupId, name: 'Holding', isAgreed: true, askedBy: 'Test user', readers: ['Test user'] });
    await leaveGroup(otherOwner, other.slug, { groupId });
    await assert.rejects(authoriseGroupReport(manager, groupId, other.slug), NOT_FOUND);
    await addGroupCompany(manager, groupId, { slug: own.slug });
    await removeGroupCompany(manager, groupId, { slug: own.slug });
    await assert.rejects(removeGroupCompany(manager, groupId, { slug: own.slug }), NOT_FOUND);
    assert.deepEqual(await actionsOf(db, own.id), ['agree-to-group', 'remove-group-company']);
  });

  test('are read by who was invited: the reports and nothing else of the companies', async () => {
    const { db, own, manager, groupId } = await makePlace();
    await addGroupCompany(manager, groupId, { slug: own.slug });
    const { ctx, user, token } = await join(db, manager, groupId);
    assert.equal((await authoriseGroupReport(ctx, groupId, own.slug)).company.id, own.id);
    await assert.rejects(authorise(ctx, own.slug, 'viewer'), NOT_FOUND);
    await assert.rejects(addGroupCompany(ctx, groupId, { slug: own.slug }), { code: 'not-allowed' });
    await assert.rejects(inviteGroupMember(ctx, groupId, { email: newEmail(), role: 'reader' }), { code: 'not-allowed' });
    await assert.rejects(deleteGroup(ctx, groupId), { code: 'not-allowed' });
    await assert.rejects(renameGroup(ctx, groupId, { name: 'Mine' }), { code: 'not-allowed' });
    await assert.rejects(removeGroupMember(ctx, groupId, { memberId: await memberOf(db, groupId, own.owner.id) }), { code: 'not-allowed' });
    await assert.rejects(acceptGroupInvitation(as(db, (await makeUser(db)).actor), { token }), { code: 'link-expired' });
    assert.deepEqual(await actionsOf(db, own.id), ['agree-to-group', 'join-group-member']);
    await removeGroupMember(ctx, groupId, { memberId: await memberOf(db, groupId, user.id) });
    await assert.rejects(authoriseGroup(ctx, groupId, 'reader'), NOT_FOUND);
    assert.equal((await actionsOf(db, own.id)).at(-1), 'remove-group-member');
  });

  test('are closed to strangers, and to who was only invited', async () => {
    const { db, own, manager, groupId } = await makePlace();
    await addGroupCompany(manager, groupId, { slug: own.slug });
    const stranger = as(db, (await makeCompany(db)).owner.actor);
    await inviteGroupMember(manager, groupId, { email: newEmail(), role: 'manager' });
    for (const attempt of [
      () => authoriseGroup(stranger, groupId, 'reader'),
      () => authoriseGroupReport(stranger, groupId, own.slug),
      () => addGroupCompany(stranger, groupId, { slug: own.slug }),
      () => removeGroupMember(stranger, groupId, { memberId: 'one' }),
      () => renameGroup(stranger, groupId, { name: 'Mine' }),
      () => deleteGroup(stranger, groupId),
    ])
      await assert.rejects(attempt(), NOT_FOUND);
    await assert.rejects(authoriseGroup(makeContext(db), groupId, 'reader'), { code: 'not-signed-in' });
    const token = tokenIn(manager.jobs.at(-1));
    assert.equal((await findGroupInvitation(stranger, token))?.name, 'Holding');
    const late = as(db, (await makeUser(db)).actor, TEST_NOW + 7 * DAY_SECONDS);
    await assert.rejects(acceptGroupInvitation(late, { token }), { code: 'link-expired' });
    const kept = await db.selectFrom('group_member').selectAll().where('group_id', '=', groupId).execute();
    assert.equal(JSON.stringify(kept).includes(token), false);
  });

  test('always have somebody who manages them, until they are deleted with all that they show', async () => {
    const { db, own, manager, groupId } = await makePlace();
    await addGroupCompany(manager, groupId, { slug: own.slug });
    const mine = await memberOf(db, groupId, own.owner.id);
    await assert.rejects(removeGroupMember(manager, groupId, { memberId: mine }), { code: 'last-owner' });
    const second = await join(db, manager, groupId, 'manager');
    await removeGroupMember(manager, groupId, { memberId: mine });
    await deleteGroup(second.ctx, groupId);
    await assert.rejects(authoriseGroup(second.ctx, groupId, 'reader'), NOT_FOUND);
    assert.deepEqual(await listGroupsOfCompany(db, own.id), []);
  });

  test('show the figures of the companies’ own reports, each by its own clock', async () => {
    const { db, own, other, manager, otherOwner, groupId } = await makePlace();
    await db.updateTable('company').set({ time_zone: 'Pacific/Auckland' }).where('id', '=', other.id).execute();
    for (const company of [own, { ...other, timeZone: 'Pacific/Auckland' }]) await fillReported(db, company, TEST_NOW, 40);
    await addGroupCompany(manager, groupId, { slug: own.slug });
    await addGroupCompany(manager, groupId, { slug: other.slug });
    await agreeToGroup(otherOwner, other.slug, { groupId });
    const rows = await readGroupReport(db, groupId, '2026-02', TEST_NOW);
    assert.equal(rows.length, 2);
    for (const { company, figures } of rows) {
      const answer = readPeriod('2026-02', company.timeZone, TEST_NOW);
      assert.ok(answer.ok && figures !== undefined);
      const report = await readPeriodReport(db, company, answer.period, [], TEST_NOW);
      assert.deepEqual(figures.promises, report.promises);
      assert.deepEqual(figures.volume, report.volume);
      assert.ok(figures.promises.length > 2);
    }
    const starts = rows.map(({ figures }) => figures?.period.fromAt ?? 0).toSorted((a, b) => a - b);
    assert.equal((starts[1] ?? 0) - (starts[0] ?? 0), 12 * 3_600);
    const early = await readGroupReport(db, groupId, '2026-04', Date.UTC(2026, 2, 31, 12) / 1000);
    assert.deepEqual(
      early.map(({ company, problem }) => [company.timeZone, problem]),
      early.map(({ company }) => [company.timeZone, company.timeZone === 'Europe/Berlin' ? 'April 2026 has not begun yet.' : undefined]),
    );
  });
});
